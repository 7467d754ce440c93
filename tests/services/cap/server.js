// Runs the bookshop on SAP CAP, with SQLite in memory, on a free port of 127.0.0.1.
process.chdir(__dirname)
// Standard output is for the test that started this program.
const say = console.log
console.log = console.info = console.error

const express = require('express')
const cds = require('@sap/cds')
const { serve } = require('../control')
const data = require('./data')

async function main() {
  const app = cds.app = express()
  const model = await cds.load('srv')
  cds.model = cds.compile.for.nodejs(model)
  await cds.connect.to('db')
  await cds.deploy(model).to('db')
  await cds.serve('all').in(app)
  const catalog = cds.services.CatalogService

  const reset = async () => {
    catalog.resetSettings()
    await cds.tx(async () => {
      for (const [name, rows] of Object.entries(data)) {
        await DELETE.from(name)
        await INSERT.into(name).entries(rows)
      }
    })
  }
  await reset()
  const server = app.listen(0, '127.0.0.1', () => {
    console.log = say
    serve(server, reset)
  })
}

main().catch(error => {
  console.error(error)
  process.exit(1)
})
