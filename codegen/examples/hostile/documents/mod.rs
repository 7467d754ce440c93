//! What goes in: a size.
//! What comes out: documents that grow with it in one way, made to be trouble.

mod meaning;
mod text;

use std::fmt::Write;

/// A way to be trouble.
#[derive(Clone, Copy, Debug)]
pub struct Attack {
    /// What grows.
    pub name: &'static str,
    /// The size that is tried in full.
    pub size: usize,
    /// The text of a document of this size.
    pub document: fn(usize) -> String,
    /// The code of the error that ends it; none if it goes the whole way.
    pub refused: Option<&'static str>,
    /// Whether only the full size is refused.
    pub late: bool,
}

const fn attack(
    name: &'static str,
    size: usize,
    refused: Option<&'static str>,
    document: fn(usize) -> String,
) -> Attack {
    Attack {
        name,
        size,
        document,
        refused,
        late: false,
    }
}

/// One that only the full size of is refused.
const fn late(attack: Attack) -> Attack {
    Attack {
        late: true,
        ..attack
    }
}

/// All of them.
pub fn attacks() -> Vec<Attack> {
    [text::ATTACKS, meaning::ATTACKS].concat()
}

fn each(n: usize, one: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for i in 0..n {
        let _ = write!(all, "{}", one(i));
    }
    all
}

/// A document with this body in the schema `s`, all in one line.
fn schema(body: &str) -> String {
    format!(
        "<e:Edmx xmlns:e=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.01\"><e:DataServices>\
         <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"s\">{body}</Schema>\
         </e:DataServices></e:Edmx>"
    )
}

fn property(attributes: &str) -> String {
    format!(
        "<ComplexType Name=\"t\"><Property Name=\"p\" Type=\"Edm.String\" {attributes}/></ComplexType>"
    )
}

fn annotated(value: &str) -> String {
    format!("<ComplexType Name=\"t\"><Annotation Term=\"s.a\">{value}</Annotation></ComplexType>")
}

/// Elements in elements, of these kinds in turn, around something.
fn nested(n: usize, kinds: &[&str], inner: &str) -> String {
    let kind = |i: usize| kinds.get(i % kinds.len()).copied().unwrap_or_default();
    let open = each(n, |i| format!("<{}>", kind(i)));
    let name = |tag: &str| tag.split(' ').next().unwrap_or_default().to_owned();
    let close = each(n, |i| {
        let tags: Vec<&str> = kind(n - 1 - i).split("><").collect();
        tags.iter()
            .rev()
            .map(|tag| format!("</{}>", name(tag)))
            .collect()
    });
    format!("{open}{inner}{close}")
}

/// Types of which each has a member of the next.
fn chain(n: usize, kind: &str, member: &str) -> String {
    let key = if kind == "EntityType" {
        "<Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/>"
    } else {
        ""
    };
    schema(&each(n, |i| {
        let next = if i + 1 == n { 0 } else { i + 1 };
        format!("<{kind} Name=\"t{i}\">{key}<{member} Type=\"s.t{next}\"/></{kind}>")
    }))
}
