// In go the names of CSDL XML documents; out comes, one line each, what OASIS's converter
// makes of them and the milliseconds it took. Ends with 3 where the converter is not installed.
const fs = require("node:fs");
let xml2json;
try {
  ({ xml2json } = require("odata-csdl"));
} catch {
  process.exit(3);
}
const lines = process.argv.slice(2).map((file) => {
  const xml = fs.readFileSync(file);
  const start = process.hrtime.bigint();
  try {
    const json = JSON.stringify(xml2json(xml, { messages: [] }));
    const took = Number(process.hrtime.bigint() - start) / 1e6;
    return `{"milliseconds":${took},"json":${json}}`;
  } catch (error) {
    return JSON.stringify({ error: String(error.message) });
  }
});
process.stdout.write(lines.join("\n"));
