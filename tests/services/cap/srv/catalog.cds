using bookshop as db from '../db/schema';

@path: '/catalog'
service CatalogService {
  @cds.redirection.target
  @cds.query.limit: { default: 4, max: 20 }
  entity Books as projection on db.Books actions {
    action   restock(amount : Integer, note : String) returns Books;
    action   measure(sizes : many db.Size, labels : many String, due : DateTime, day : Date, price : Decimal(9, 2)) returns many db.Size;
    action   touch();
    action   rename(title : String) returns String;
    function discounted(percent : Integer, code : String, day : Date) returns Decimal(9, 2);
    function similar(limit : Integer) returns many Books;
    function bounds(scale : Decimal(5, 2)) returns db.Size;
    action   restockAll(books : many $self, amount : Integer) returns Integer;
    function cheapest(books : many $self) returns Books;
    function titles(books : many $self) returns many String;
  };

  entity Authors  as projection on db.Authors;
  entity Chapters as projection on db.Chapters;
  entity Tags     as projection on db.Tags;
  entity Prices   as projection on db.Prices;
  entity Counters as projection on db.Counters;
  entity Visits   as projection on db.Visits;

  entity Orders   as projection on db.Orders { *, modifiedAt @odata.etag };

  @readonly
  @cds.redirection.target: false
  entity Archive  as projection on db.Books { ID, title, price };

  @odata.singleton
  entity Settings { key ID : Integer; theme : String; pageSize : Integer; }

  action   checkout(book : Integer, quantity : Integer, box : db.Size, lines : many { book : Integer; quantity : Integer; })
             returns { total : Decimal(9, 2); lines : many { book : Integer; quantity : Integer; }; };
  action   wipe();
  action   ring(times : Integer) returns many Integer;
  action   weigh(number : Decimal(28, 10), count : Integer64) returns Decimal(28, 10);
  function totalSold(kind : String) returns Integer64;
  function find(words : many String, box : db.Size, at : DateTime) returns many String;
  function echo(text : String, number : Decimal, id : UUID, flag : Boolean, time : Time, at : Timestamp, blob : Binary)
             returns { text : String; number : Decimal; id : UUID; flag : Boolean; time : Time; at : Timestamp; blob : Binary; };
  function newest() returns Books;
  @(requires: 'admin')
  action   audit() returns String;
  function fail(status : Integer) returns String;
}
