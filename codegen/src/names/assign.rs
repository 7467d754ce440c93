//! Assigns a distinct identifier to every name in a scope and reports collisions.
//!
//! The first request for an identifier gets it; each later one gets `_` appended. Members
//! are requested in the order of the metadata, types and operations in the order of their
//! OData names, so that moving a declaration within a document changes no name. Names
//! decided by hand are assigned first.

use std::collections::BTreeMap;

use super::decisions::Decisions;
use super::escape;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};

/// Warning: two names of the metadata would become the same identifier.
pub const COLLISION: Code = Code::new("W0301", "name-collision");
/// Error: a name decided by hand is already taken.
pub const DECIDED_TWICE: Code = Code::new("E0302", "decided-name-taken");

/// A request for an identifier.
#[derive(Clone, Debug)]
pub struct NameRequest {
    /// The element that is named, as a line of `names.txt` starts: `property
    /// microsoft.graph.call/state`.
    pub element: String,
    /// The position of the element's declaration.
    pub span: Option<Span>,
    /// The preferred identifier, in the case of the scope and not yet escaped.
    pub ident: String,
    /// Whether the identifier was decided by hand.
    pub decided: bool,
}

impl NameRequest {
    /// Requests an identifier for an element.
    pub fn new(element: String, span: Option<Span>, ident: String) -> Self {
        Self {
            element,
            span,
            ident,
            decided: false,
        }
    }

    /// Replaces the preferred identifier by the one that `names.txt` decides for the
    /// element, if there is one.
    #[must_use]
    pub fn with_decision(mut self, decisions: &Decisions) -> Self {
        if let Some(decided) = decisions.get(&self.element) {
            decided.clone_into(&mut self.ident);
            self.decided = true;
        }
        self
    }
}

/// A scope in which identifiers must be distinct.
#[derive(Debug, Default)]
pub struct NameScope {
    taken: BTreeMap<String, Option<(String, Option<Span>)>>,
}

impl NameScope {
    /// Creates a scope with reserved identifiers, such as those that every struct has.
    pub fn new(reserved: &[&str]) -> Self {
        let taken = reserved.iter().map(|word| (collision_key(word), None));
        Self {
            taken: taken.collect(),
        }
    }

    /// Whether an identifier is taken.
    pub fn has(&self, ident: &str) -> bool {
        self.taken.contains_key(&collision_key(ident))
    }

    /// Assigns an identifier to each item, in the order of the requests.
    pub fn assign_names<T>(
        &mut self,
        requests: Vec<(T, NameRequest)>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(T, String)> {
        self.assign_names_avoiding(&Self::default(), requests, diagnostics)
    }

    /// Like [`assign_names`](Self::assign_names), but also avoids the identifiers of another
    /// scope. A collision with that scope is not reported.
    pub fn assign_names_avoiding<T>(
        &mut self,
        other: &Self,
        requests: Vec<(T, NameRequest)>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(T, String)> {
        let mut idents = vec![String::new(); requests.len()];
        for decided in [true, false] {
            for ((_, request), ident) in requests.iter().zip(&mut idents) {
                if request.decided == decided {
                    *ident = self.assign_avoiding(other, request, diagnostics);
                }
            }
        }
        let items = requests.into_iter().map(|(item, _)| item);
        items.zip(idents).collect()
    }

    /// Assigns the identifier of a single request.
    pub fn assign(&mut self, request: &NameRequest, diagnostics: &mut Diagnostics) -> String {
        self.assign_avoiding(&Self::default(), request, diagnostics)
    }

    fn assign_avoiding(
        &mut self,
        other: &Self,
        request: &NameRequest,
        diagnostics: &mut Diagnostics,
    ) -> String {
        // `self` cannot be escaped as a raw identifier, so the identifier that must be unique
        // is `self_`.
        let wanted = escape(&request.ident);
        let wanted = wanted.trim_start_matches("r#");
        let wanted_key = collision_key(wanted);
        let (mut ident, mut key) = (wanted.to_owned(), wanted_key.clone());
        while self.taken.contains_key(&key) || other.taken.contains_key(&key) {
            ident.push('_');
            key.push('_');
        }
        if let Some(Some((first, span))) = self.taken.get(&wanted_key) {
            diagnostics.push(collision(request, &ident, first, *span));
        } else if request.decided && ident != wanted {
            let message = format!("`{}` means something else in generated code", request.ident);
            diagnostics.push(Diagnostic::new(
                DECIDED_TWICE,
                Severity::Error,
                message,
                request.span,
            ));
        }
        self.taken
            .insert(key, Some((request.element.clone(), request.span)));
        ident
    }
}

/// The form in which identifiers are compared. The compiler distinguishes case, but some
/// file systems and most readers do not.
fn collision_key(ident: &str) -> String {
    ident.to_uppercase()
}

fn collision(request: &NameRequest, ident: &str, other: &str, span: Option<Span>) -> Diagnostic {
    let (code, severity) = if request.decided {
        (DECIDED_TWICE, Severity::Error)
    } else {
        (COLLISION, Severity::Warning)
    };
    let message = format!(
        "{} and {other} would both be `{}`; this one becomes `{}`",
        request.element,
        escape(&request.ident),
        escape(ident)
    );
    let mut found = Diagnostic::new(code, severity, message, request.span).help(format!(
        "decide it with a line in names.txt: `{} = {}  # reason`",
        request.element,
        escape(ident)
    ));
    if let Some(span) = span {
        found = found.label(span, "the other one");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(ident: &str) -> NameRequest {
        let span = Span::new(0, ident.len(), 1);
        NameRequest::new(format!("member a.b/{ident}"), Some(span), ident.to_owned())
    }

    fn assign(
        scope: &mut NameScope,
        requests: &[NameRequest],
        found: &mut Diagnostics,
    ) -> Vec<String> {
        let requests = requests.iter().map(|request| ((), request.clone()));
        let assigned = scope.assign_names(requests.collect(), found);
        assigned.into_iter().map(|(_, ident)| ident).collect()
    }

    #[test]
    fn the_first_keeps_its_name_and_both_are_reported() {
        let mut found = Diagnostics::default();
        let requests = ["Red", "Red", "RED", "Blue"].map(request);
        let names = assign(&mut NameScope::new(&[]), &requests, &mut found);
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
        let names = assign(
            &mut NameScope::new(&["extra"]),
            &[request("extra")],
            &mut found,
        );
        assert_eq!(names, ["extra_"]);
        assert!(found.is_empty());
    }

    #[test]
    fn names_of_another_scope_are_taken_and_stay_there() {
        let mut found = Diagnostics::default();
        let builders = NameScope::new(&["CallRequests", "User"]);
        let assign = |list: &[NameRequest], found: &mut Diagnostics| {
            let list = list.iter().map(|request| ((), request.clone())).collect();
            let assigned = NameScope::default().assign_names_avoiding(&builders, list, found);
            assigned
                .into_iter()
                .map(|(_, ident)| ident)
                .collect::<Vec<_>>()
        };
        let names = assign(&["callrequests", "User", "Other"].map(request), &mut found);
        assert_eq!(names, ["callrequests_", "User_", "Other"]);
        assert!(found.is_empty(), "nobody can do anything about it");
        let names = assign(&["User", "USER", "Other"].map(request), &mut found);
        assert_eq!(names, ["User_", "USER__", "Other"], "each scope for itself");
        assert!(found.is_empty());
        let decided = NameRequest {
            decided: true,
            ..request("User")
        };
        assert_eq!(assign(&[decided], &mut found), ["User_"]);
        assert_eq!(found.count(Severity::Error), 1);
    }

    #[test]
    fn a_decision_comes_first_and_may_not_collide_itself() {
        let mut found = Diagnostics::default();
        let mut requests = ["a", "a", "b"].map(request);
        requests[1].decided = true;
        assert_eq!(
            assign(&mut NameScope::new(&[]), &requests, &mut found),
            ["a_", "a", "b"]
        );
        assert!(!found.has_errors());
        requests[0].decided = true;
        assign(&mut NameScope::new(&[]), &requests, &mut found);
        assert!(found.has_errors());
    }

    #[test]
    fn an_escaped_name_never_meets_another() {
        let mut found = Diagnostics::default();
        let names = assign(
            &mut NameScope::new(&[]),
            &["x_", "x", "x"].map(request),
            &mut found,
        );
        assert_eq!(names, ["x_", "x", "x__"]);
        let names = assign(
            &mut NameScope::new(&[]),
            &["self", "self_", "type"].map(request),
            &mut found,
        );
        assert_eq!(names, ["self_", "self__", "type"]);
    }
}
