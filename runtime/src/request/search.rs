//! Free-text search expressions (OData URL Conventions, section 5.1.8).

use std::ops;

/// A free-text search (`$search`).
///
/// ```
/// # use msgraph_runtime::request::Search;
/// let search = Search::word("bike").and(!Search::phrase("mountain bike"));
/// assert_eq!(search.as_str(), "bike AND NOT \"mountain bike\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a search is a value; a request's `search` sets it"]
pub struct Search {
    text: String,
    binding: Binding,
}

/// How tightly a search binds, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Whole,
}

impl Search {
    /// Items that have this word. A text that is not one word is a phrase.
    pub fn word(word: &str) -> Self {
        let is_word = !word.is_empty() && word.chars().all(char::is_alphabetic);
        match is_word && !matches!(word, "AND" | "OR" | "NOT") {
            true => Self::whole(word.to_owned()),
            false => Self::phrase(word),
        }
    }

    /// Items that have these words in this order.
    pub fn phrase(phrase: &str) -> Self {
        // The standard escapes quotes in a phrase as JSON does.
        let escaped = phrase.replace('\\', "\\\\").replace('"', "\\\"");
        Self::whole(format!("\"{escaped}\""))
    }

    /// Items that match both.
    pub fn and(self, other: Search) -> Self {
        self.join(" AND ", other, Binding::And)
    }

    /// Items that match at least one.
    pub fn or(self, other: Search) -> Self {
        self.join(" OR ", other, Binding::Or)
    }

    /// The expression, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn whole(text: String) -> Self {
        Self {
            text,
            binding: Binding::Whole,
        }
    }

    fn join(self, operator: &str, other: Search, binding: Binding) -> Self {
        let text = [self.operand(binding), other.operand(binding)].join(operator);
        Self { text, binding }
    }

    /// The text; in parentheses if it binds more loosely than `least`.
    fn operand(self, least: Binding) -> String {
        match self.binding >= least {
            true => self.text,
            false => format!("({})", self.text),
        }
    }
}

impl ops::Not for Search {
    type Output = Search;

    /// Items that do not match.
    fn not(self) -> Search {
        Self {
            text: format!("NOT {}", self.operand(Binding::Whole)),
            binding: Binding::Not,
        }
    }
}

impl From<Search> for String {
    fn from(search: Search) -> Self {
        search.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_combined() {
        let (a, b, c) = (Search::word("a"), Search::word("b"), Search::phrase("c d"));
        for (search, expected) in [
            (
                a.clone().or(b.clone()).and(c.clone()),
                "(a OR b) AND \"c d\"",
            ),
            (a.clone().and(b.clone()).or(!c), "a AND b OR NOT \"c d\""),
            (!a.clone().or(b), "NOT (a OR b)"),
            (!!a, "NOT (NOT a)"),
            (Search::word("NOT"), "\"NOT\""),
            (Search::word("a b"), "\"a b\""),
            (Search::word(""), "\"\""),
            (Search::phrase("say \"so\" \\"), "\"say \\\"so\\\" \\\\\""),
        ] {
            assert_eq!(String::from(search), expected);
        }
    }

    proptest! {
        #[test]
        fn a_phrase_ends_where_its_text_does(text in any::<String>()) {
            let phrase = Search::phrase(&text);
            let inner = phrase.as_str().strip_prefix('"').unwrap().strip_suffix('"').unwrap();
            let mut read = String::new();
            let mut chars = inner.chars();
            while let Some(c) = chars.next() {
                prop_assert_ne!(c, '"');
                read.push(if c == '\\' { chars.next().unwrap() } else { c });
            }
            prop_assert_eq!(read, text);
        }
    }
}
