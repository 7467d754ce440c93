//! Assigns a distinct identifier to every name in a scope and reports collisions.
//!
//! The first request for an identifier gets it; each later one gets `_` appended. Members
//! are requested in the order of the metadata, types and operations in the order of their
//! OData names, so that moving a declaration within a document changes no name. Names
//! decided by hand are assigned first.

use std::collections::BTreeMap;

use super::escape;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};

/// Warning: two names of the metadata would become the same identifier.
pub const COLLISION: Code = Code::new("W0301", "name-collision");
/// Error: a name decided by hand is already taken.
pub const DECIDED_TWICE: Code = Code::new("E0302", "decided-name-taken");

/// A request for an identifier.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The element that is named, as a line of `names.txt` starts: `property
    /// microsoft.graph.call/state`.
    pub who: String,
    /// The position of the element's declaration.
    pub span: Option<Span>,
    /// The preferred identifier, in the case of the scope and not yet escaped.
    pub words: String,
    /// Whether the identifier was decided by hand.
    pub decided: bool,
}

/// A scope in which identifiers must be distinct.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, Option<(String, Option<Span>)>>,
}

impl Scope {
    /// Creates a scope with reserved identifiers, such as those that every struct has.
    pub fn new(reserved: &[&str]) -> Self {
        let taken = reserved.iter().map(|word| (key(word), None)).collect();
        Self { taken }
    }

    /// Assigns an identifier to each request, in the order of the requests.
    pub fn settle(&mut self, claims: &[Claim], diagnostics: &mut Diagnostics) -> Vec<String> {
        self.settle_beside(&Self::default(), claims, diagnostics)
    }

    /// Like [`assign`](Self::assign), but also avoids the identifiers of another scope. A
    /// collision with that scope is not reported.
    pub fn settle_beside(
        &mut self,
        other: &Self,
        claims: &[Claim],
        diagnostics: &mut Diagnostics,
    ) -> Vec<String> {
        let mut settled = vec![String::new(); claims.len()];
        for decided in [true, false] {
            for (claim, out) in claims.iter().zip(&mut settled) {
                if claim.decided == decided {
                    *out = self.give(other, claim, diagnostics);
                }
            }
        }
        settled
    }

    fn give(&mut self, beside: &Self, claim: &Claim, diagnostics: &mut Diagnostics) -> String {
        // `self` cannot be escaped as a raw identifier, so the identifier that must be
        // unique is `self_`.
        let wanted = escape(&claim.words);
        let wanted = wanted.trim_start_matches("r#");
        let wanted_key = key(wanted);
        let (mut words, mut own_key) = (wanted.to_owned(), wanted_key.clone());
        while self.taken.contains_key(&own_key) || beside.taken.contains_key(&own_key) {
            words.push('_');
            own_key.push('_');
        }
        if let Some(Some((other, span))) = self.taken.get(&wanted_key) {
            diagnostics.push(collision(claim, &words, other, *span));
        } else if claim.decided && words != wanted {
            let message = format!("`{}` means something else in generated code", claim.words);
            diagnostics.push(Diagnostic::new(
                DECIDED_TWICE,
                Severity::Error,
                message,
                claim.span,
            ));
        }
        self.taken
            .insert(own_key, Some((claim.who.clone(), claim.span)));
        words
    }
}

/// The form in which identifiers are compared. The compiler distinguishes case, but some
/// file systems and most readers do not.
fn key(words: &str) -> String {
    words.to_uppercase()
}

fn collision(claim: &Claim, words: &str, other: &str, span: Option<Span>) -> Diagnostic {
    let (code, severity) = if claim.decided {
        (DECIDED_TWICE, Severity::Error)
    } else {
        (COLLISION, Severity::Warning)
    };
    let message = format!(
        "{} and {other} would both be `{}`; this one becomes `{}`",
        claim.who,
        escape(&claim.words),
        escape(words)
    );
    let mut found = Diagnostic::new(code, severity, message, claim.span).help(format!(
        "decide it with a line in names.txt: `{} = {}  # reason`",
        claim.who,
        escape(words)
    ));
    if let Some(span) = span {
        found = found.label(span, "the other one");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(words: &str) -> Claim {
        Claim {
            who: format!("member a.b/{words}"),
            span: Some(Span::new(0, words.len(), 1)),
            words: words.to_owned(),
            decided: false,
        }
    }

    #[test]
    fn the_first_keeps_its_name_and_both_are_reported() {
        let mut found = Diagnostics::default();
        let claims = ["Red", "Red", "RED", "Blue"].map(claim);
        let names = Scope::new(&[]).settle(&claims, &mut found);
        assert_eq!(names, ["Red", "Red_", "RED__", "Blue"]);
        assert_eq!(found.count(Severity::Warning), 2);
        assert!(
            found
                .iter()
                .all(|d| d.labels.len() == 1 && d.help.is_some())
        );
    }

    #[test]
    fn reserved_words_give_way_in_silence() {
        let mut found = Diagnostics::default();
        let names = Scope::new(&["extra"]).settle(&[claim("extra")], &mut found);
        assert_eq!(names, ["extra_"]);
        assert!(found.is_empty());
    }

    #[test]
    fn names_of_another_scope_are_taken_and_stay_there() {
        let mut found = Diagnostics::default();
        let builders = Scope::new(&["CallRequests", "User"]);
        let settle = |list: &[Claim], found: &mut Diagnostics| {
            Scope::default().settle_beside(&builders, list, found)
        };
        let names = settle(&["callrequests", "User", "Other"].map(claim), &mut found);
        assert_eq!(names, ["callrequests_", "User_", "Other"]);
        assert!(found.is_empty(), "nobody can do anything about it");
        let names = settle(&["User", "USER", "Other"].map(claim), &mut found);
        assert_eq!(names, ["User_", "USER__", "Other"], "each scope for itself");
        assert!(found.is_empty());
        let decided = Claim {
            decided: true,
            ..claim("User")
        };
        assert_eq!(settle(&[decided], &mut found), ["User_"]);
        assert_eq!(found.count(Severity::Error), 1);
    }

    #[test]
    fn a_decision_comes_first_and_may_not_collide_itself() {
        let mut found = Diagnostics::default();
        let mut claims = ["a", "a", "b"].map(claim);
        claims[1].decided = true;
        assert_eq!(
            Scope::new(&[]).settle(&claims, &mut found),
            ["a_", "a", "b"]
        );
        assert!(!found.has_errors());
        claims[0].decided = true;
        Scope::new(&[]).settle(&claims, &mut found);
        assert!(found.has_errors());
    }

    #[test]
    fn an_escaped_name_never_meets_another() {
        let mut found = Diagnostics::default();
        let names = Scope::new(&[]).settle(&["x_", "x", "x"].map(claim), &mut found);
        assert_eq!(names, ["x_", "x", "x__"]);
        let names = Scope::new(&[]).settle(&["self", "self_", "type"].map(claim), &mut found);
        assert_eq!(names, ["self_", "self__", "type"]);
    }
}
