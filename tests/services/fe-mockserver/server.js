// Runs SAP's fe-mockserver, with three services, on a free port of 127.0.0.1.
// Standard output is for the test that started this program.
const say = console.log
console.log = console.info = console.error

const { join } = require('node:path')
const express = require('express')
const MockServer = require('@sap-ux/fe-mockserver-core').default
const { serve } = require('../control')

const services = {
  sales: join(__dirname, 'sales/metadata.xml'),
  trippin: join(__dirname, 'trippin/metadata.xml'),
  communications: join(__dirname, '../../../metadata/beta.csdl'),
}

// As SAP's gateways do: a change needs the token, and the cookie of the session that it is of.
function wantsToken(req, res, next) {
  if (req.get('x-csrf-token') === 'Fetch') res.cookie('SAP_SESSIONID', '7', { path: '/', httpOnly: true })
  const reads = req.method === 'GET' || req.method === 'HEAD'
  const known = req.get('x-csrf-token') === '0504-71383' && req.get('cookie') === 'SAP_SESSIONID=7'
  if (reads || known || req.path.startsWith('/$metadata')) return next()
  res.status(403).set('X-CSRF-Token', 'Required').type('text').send('CSRF token validation failed')
}

async function main() {
  const mock = new MockServer({
    services: Object.entries(services).map(([name, metadataPath]) => ({
      urlPath: `/${name}`,
      name,
      metadataPath,
      mockdataPath: join(__dirname, name),
      generateMockData: false,
      watch: false,
    })),
    plugins: [],
    annotations: [],
  })
  await mock.isReady
  const app = express()
  app.use('/sales', wantsToken)
  app.use(mock.getRouter())
  const server = app.listen(0, '127.0.0.1', () => {
    const root = `http://127.0.0.1:${server.address().port}`
    const reset = async () => {
      for (const name of Object.keys(services)) {
        await fetch(`${root}/${name}/$metadata/reload`, { method: 'POST' })
      }
    }
    console.log = say
    serve(server, reset)
  })
}

main().catch(error => {
  console.error(error)
  process.exit(1)
})
