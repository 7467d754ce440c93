// How a test talks to its server: the port on standard output, and one command per line of input.
const { createInterface } = require('node:readline')

// Prints the port, answers each `reset` with `ready`, and ends with its standard input.
exports.serve = function serve(server, reset = () => {}) {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', async line => {
    if (line !== 'reset') return
    try {
      await reset()
      console.log('ready')
    } catch (error) {
      console.log(`failed: ${error.message}`)
    }
  })
  lines.on('close', () => process.exit(0))
  console.log(`port ${server.address().port}`)
}
