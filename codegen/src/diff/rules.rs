//! The kinds of change, with stable names, and how much each breaks.

mod table;

pub use self::table::RULES;
use super::{Class, Source};

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name.
    pub id: &'static str,
    /// How much it breaks.
    pub class: Class,
    /// The least effect on Rust code: documentation that differs counts as compatible.
    pub source: Source,
    /// Why it has this class.
    pub why: &'static str,
}

/// The rule with this name.
pub fn find_rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

const fn wire(id: &'static str, why: &'static str) -> Rule {
    rule(id, Class::WireBreaking, Source::None, why)
}

const fn code(id: &'static str, why: &'static str) -> Rule {
    rule(id, Class::SourceBreaking, Source::None, why)
}

const fn hint(id: &'static str, why: &'static str) -> Rule {
    rule(id, Class::BehaviourHint, Source::None, why)
}

/// A hint that shows in documentation or in `#[deprecated]`.
const fn documented(id: &'static str, why: &'static str) -> Rule {
    rule(id, Class::BehaviourHint, Source::Compatible, why)
}

const fn added(id: &'static str, why: &'static str) -> Rule {
    rule(id, Class::Addition, Source::None, why)
}

const fn noise(id: &'static str, why: &'static str) -> Rule {
    rule(id, Class::Noise, Source::None, why)
}

const fn rule(id: &'static str, class: Class, source: Source, why: &'static str) -> Rule {
    Rule {
        id,
        class,
        source,
        why,
    }
}
