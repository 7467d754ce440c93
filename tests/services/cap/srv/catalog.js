// What the operations of the service do.
const cds = require('@sap/cds')

class CatalogService extends cds.ApplicationService {
  init() {
    const { Books } = this.entities
    const key = req => req.params.at(-1).ID ?? req.params.at(-1)
    const one = ID => SELECT.one.from(Books, ID)

    this.on('restock', Books, async req => {
      const { amount, note } = req.data
      if (amount < 0) {
        req.error({ status: 422, code: 'NEGATIVE', message: 'the amount is negative', target: 'amount' })
        if (note === 'both') {
          req.error({ status: 422, code: 'NO_REASON', message: 'a reason is missing', target: 'note' })
        }
        return
      }
      await UPDATE(Books, key(req)).with({ stock: { '+=': amount } })
      return one(key(req))
    })
    this.on('measure', Books, req => req.data.sizes)
    this.on('touch', Books, () => {})
    this.on('rename', Books, async req => {
      await UPDATE(Books, key(req)).with({ title: req.data.title })
      return req.data.title
    })
    this.on('discounted', Books, async req => {
      const { price } = await one(key(req))
      return (price * (100 - req.data.percent)) / 100
    })
    this.on('similar', Books, req => SELECT.from(Books).orderBy('ID').limit(req.data.limit))
    this.on('bounds', Books, async req => {
      const { box_height, box_width, box_unit } = await one(key(req))
      return { height: box_height * req.data.scale, width: box_width * req.data.scale, unit: box_unit }
    })
    this.on('restockAll', Books, req => UPDATE(Books).with({ stock: { '+=': req.data.amount } }))
    this.on('cheapest', Books, () => SELECT.one.from(Books).orderBy('price'))
    this.on('titles', Books, async () => (await SELECT.from(Books).orderBy('ID')).map(b => b.title))

    this.on('checkout', req => ({ total: '12.50', lines: req.data.lines }))
    this.on('wipe', () => {})
    this.on('ring', req => [...Array(req.data.times).keys()])
    this.on('weigh', req => req.data.count === '9223372036854775807' ? req.data.number : req.reject(400, `${req.data.count}`))
    this.on('totalSold', () => '9007199254740993')
    this.on('find', req => [...(req.data.words ?? []), JSON.stringify(req.data.box), String(req.data.at)])
    this.on('echo', ({ data }) => ({ ...data, blob: data.blob?.toString('base64') }))
    this.on('newest', () => SELECT.one.from(Books).orderBy('published desc'))
    this.on('audit', () => 'audited')
    this.on('fail', req => req.reject(req.data.status, `failed with ${req.data.status}`))

    let settings
    this.on('READ', 'Settings', () => settings)
    this.on('UPDATE', 'Settings', req => Object.assign(settings, req.data))
    this.resetSettings = () => { settings = { ID: 1, theme: 'dark', pageSize: 4 } }
    return super.init()
  }
}

module.exports = CatalogService
