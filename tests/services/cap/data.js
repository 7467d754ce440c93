// The rows that every operation begins with.
const admin = { createdAt: '2024-01-02T03:04:05.678Z', modifiedAt: '2024-01-02T03:04:05.678Z' }

exports['bookshop.Authors'] = [
  { ID: 11, name: 'Emily Brontë', born: '1818-07-30', ...admin },
  { ID: 12, name: 'Edgar Allan Poe', born: '1809-01-19', ...admin },
  { ID: 13, name: 'Seán O\'Casey', born: '1880-03-30', ...admin },
]

exports['bookshop.Books'] = [
  {
    ID: 1, title: 'Wuthering Heights', summary: 'A story of the moors', author_ID: 11, kind: 'novel', stars: 5,
    stock: 12, sold: '9007199254740993', price: 11.11, exact: '1234567.0123456789', weight: 0.45, inPrint: true,
    published: '1847-12-01', opens: '09:30:00', printed: '2023-05-06T07:08:09Z', scanned: '2023-05-06T07:08:09.123Z',
    edition: '0f2a7a3e-5a3b-4f0f-9d53-0a1b2c3d4e5f', checksum: Buffer.from([0, 1, 254, 255]).toString('base64'),
    box_height: 20.5, box_width: 13, box_unit: 'cm',
    keywords: ['moor', 'ghost'], formats: [{ height: 18.4, width: 11, unit: 'cm' }], ...admin,
  },
  { ID: 2, title: 'The Raven', author_ID: 12, kind: 'POEM', stars: 3, stock: 333, price: 13.13, inPrint: true,
    published: '1845-01-29', keywords: [], ...admin },
  { ID: 3, title: 'Eleonora', author_ID: 12, kind: 'novel', stars: 3, stock: 555, price: 14, inPrint: false,
    published: '1842-09-01', ...admin },
  { ID: 4, title: 'Juno and the Paycock', author_ID: 13, kind: 'drama', stars: 1, stock: 0, price: 9.99,
    published: '1924-03-03', ...admin },
  { ID: 5, title: 'Jane\'s 100% "Tales" & more', kind: 'novel', stock: 7, price: 150, ...admin },
]

exports['bookshop.Books.texts'] = [
  { locale: 'de', ID: 1, title: 'Sturmhöhe', summary: 'Eine Geschichte aus dem Moor' },
  { locale: 'de', ID: 2, title: 'Der Rabe' },
  { locale: 'fr', ID: 1, title: 'Les Hauts de Hurlevent' },
]

exports['bookshop.Chapters'] = [
  { book_ID: 1, no: 1, heading: 'The landlord', pages: 10 },
  { book_ID: 1, no: 2, heading: 'The storm', pages: 22 },
  { book_ID: 1, no: 3, heading: 'The ghost', pages: 8 },
  { book_ID: 2, no: 1, heading: 'Nevermore', pages: 3 },
]

exports['bookshop.Tags'] = [
  { code: 'O\'Neil', label: 'a quote' },
  { code: 'a/b', label: 'a slash' },
  { code: 'Käse & Öl', label: 'umlauts' },
  { code: '50%#?+', label: 'reserved characters' },
  { code: 'plain', label: 'nothing special' },
]

exports['bookshop.Tags.texts'] = [{ locale: 'de', code: 'plain', label: 'nichts Besonderes' }]

exports['bookshop.Prices'] = [
  { book_ID: 1, currency: 'EUR', validFrom: '2024-01-01', amount: 10.5 },
  { book_ID: 1, currency: 'EUR', validFrom: '2024-07-01', amount: 11 },
  { book_ID: 1, currency: 'USD', validFrom: '2024-01-01', amount: 12.25 },
]

exports['bookshop.Orders'] = [
  { ID: '7e2f2640-6866-4dcf-8f4d-3027aa831cad', number: 'A-1', status: 'open', total: 44.24, ...admin },
  { ID: '64e718c9-ff99-47f1-8ca3-950c850777d4', number: 'A-2', status: 'shipped', total: 12345.678, ...admin },
]

exports['bookshop.Orders.items'] = [
  { up__ID: '7e2f2640-6866-4dcf-8f4d-3027aa831cad', pos: 10, book_ID: 1, quantity: 2, amount: 22.22 },
  { up__ID: '7e2f2640-6866-4dcf-8f4d-3027aa831cad', pos: 20, book_ID: 2, quantity: 1, amount: 13.13 },
]

exports['bookshop.Counters'] = [
  { number: '9007199254740993', day: '2024-02-29', active: true },
  { number: '7', day: '2024-03-01', active: false },
]

exports['bookshop.Visits'] = [
  { at: '2024-05-06T07:08:09.123Z', page: 'home' },
]
