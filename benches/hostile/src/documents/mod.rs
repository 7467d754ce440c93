//! Hostile documents of any size, each of which grows in one respect.

mod meaning;
mod text;

use std::fmt::Write;

/// A kind of hostile document.
#[derive(Clone, Copy, Debug)]
pub struct Attack {
    /// The name, which says what grows.
    pub name: &'static str,
    /// The full size.
    pub size: usize,
    /// Creates the text of a document of a size.
    pub document: fn(usize) -> String,
    /// The code of the error with which it is refused; `None` if it is accepted.
    pub refused: Option<&'static str>,
    /// Whether smaller sizes are accepted.
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

/// An attack that is refused at full size only.
const fn late(attack: Attack) -> Attack {
    Attack {
        late: true,
        ..attack
    }
}

/// All attacks.
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

/// A document on one line, with this body in the schema `s`.
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

/// Nested elements of these kinds in turn, around a text.
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

/// Types, each with a property of the next type.
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
