// The data of a bookshop, with a property of each primitive type and each shape.
namespace bookshop;

using { cuid, managed } from '@sap/cds/common';

type Kind  : String(12) enum { novel; poetry = 'POEM'; drama; }
type Stars : Integer enum { poor = 1; fair = 3; great = 5; }

type Size {
  height : Decimal(6, 2);
  width  : Decimal(6, 2);
  unit   : String(4) default 'cm';
}

entity Books : managed {
  key ID    : Integer;
  title     : localized String(80) @mandatory;
  summary   : localized String;
  author    : Association to Authors;
  kind      : Kind;
  stars     : Stars;
  stock     : Integer @assert.range: [0, 100000];
  sold      : Integer64;
  price     : Decimal(9, 2);
  exact     : Decimal(28, 10);
  weight    : Double;
  inPrint   : Boolean;
  published : Date;
  opens     : Time;
  printed   : DateTime;
  scanned   : Timestamp;
  edition   : UUID;
  checksum  : Binary(64);
  box       : Size;
  keywords  : array of String;
  formats   : array of Size;
  chapters  : Composition of many Chapters on chapters.book = $self;
  cover     : LargeBinary @Core.MediaType: coverType;
  coverType : String(40)  @Core.IsMediaType;
}

entity Authors : managed {
  key ID : Integer;
  name   : String(80);
  born   : Date;
  books  : Association to many Books on books.author = $self;
}

entity Chapters {
  key book : Association to Books;
  key no   : Integer;
  heading  : String;
  pages    : Integer;
}

entity Tags {
  key code : String(30);
  label    : localized String;
}

entity Prices {
  key book     : Association to Books;
  key currency : String(3);
  key validFrom : Date;
  amount       : Decimal(9, 2);
}

entity Orders : cuid, managed {
  number : String(20);
  status : String enum { open; shipped; cancelled; };
  total  : Decimal(15, 3);
  items  : Composition of many {
    key pos  : Integer;
    book     : Association to Books;
    quantity : Integer;
    amount   : Decimal(12, 3);
  };
}

entity Counters {
  key number : Integer64;
  day        : Date;
  active     : Boolean;
}

entity Visits {
  key at : Timestamp;
  page   : String;
}
