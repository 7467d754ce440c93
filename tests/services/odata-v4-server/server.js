// Runs a small service on odata-v4-server, on a free port of 127.0.0.1.
// Standard output is for the test that started this program.
const say = console.log
console.log = console.info = console.error

require('reflect-metadata')
const { Edm, ODataController, ODataServer, odata } = require('odata-v4-server')
const { serve } = require('../control')

// What decorators of TypeScript would do.
const decorate = (type, name, ...decorators) => {
  const method = Object.getOwnPropertyDescriptor(type.prototype, name)
  for (const decorator of decorators) decorator(type.prototype, name, method)
}
const property = (type, name, ...decorators) => {
  for (const decorator of decorators) decorator(type.prototype, name)
}

class Product {}
property(Product, 'Id', Edm.Key, Edm.Int32)
property(Product, 'Name', Edm.String)
property(Product, 'Price', Edm.Double)
property(Product, 'InStock', Edm.Boolean)
property(Product, 'Added', Edm.DateTimeOffset)

class Category {}
property(Category, 'Code', Edm.Key, Edm.String)
property(Category, 'Label', Edm.String)

const seed = () => ({
  products: [
    { Id: 1, Name: 'Pencil', Price: 1.5, InStock: true, Added: '2024-01-02T03:04:05Z' },
    { Id: 2, Name: 'Paper', Price: 2.25, InStock: false, Added: '2024-02-03T04:05:06Z' },
  ],
  categories: [{ Code: 'office', Label: 'Office' }, { Code: 'O\'Neil', Label: 'A name' }],
})
let data = seed()

// A controller of the rows of one set, found by their key.
const controller = (set, key, type) => {
  const rows = () => data[set]
  const at = value => rows().findIndex(row => row[key] === value)
  const Controller = class extends ODataController {
    find() { return rows() }
    findOne(id) { return rows()[at(id)] }
    insert(body) { rows().push(body); return body }
    update(id, body) { return at(id) < 0 ? 0 : (Object.assign(rows()[at(id)], body), 1) }
    remove(id) { return at(id) < 0 ? 0 : (rows().splice(at(id), 1), 1) }
  }
  Object.defineProperty(Controller, 'name', { value: `${type.name}Controller` })
  decorate(Controller, 'find', odata.GET)
  decorate(Controller, 'findOne', odata.GET)
  odata.key(Controller.prototype, 'findOne', 0)
  decorate(Controller, 'insert', odata.POST)
  odata.body(Controller.prototype, 'insert', 0)
  decorate(Controller, 'update', odata.PATCH)
  odata.key(Controller.prototype, 'update', 0)
  odata.body(Controller.prototype, 'update', 1)
  decorate(Controller, 'remove', odata.DELETE)
  odata.key(Controller.prototype, 'remove', 0)
  odata.type(type)(Controller)
  return Controller
}

class Server extends ODataServer {}
odata.namespace('Stationery')(Server)
odata.controller(controller('products', 'Id', Product), 'Products')(Server)
odata.controller(controller('categories', 'Code', Category), 'Categories')(Server)

const server = Server.create('/odata', 0, '127.0.0.1')
const reset = () => { data = seed() }
server.on('listening', () => {
  console.log = say
  serve(server, reset)
})
