//! Explanations of the codes of findings, from `explain/*.md`.
//!
//! A text starts with `## E0107 unknown-type` and a line that stands for it in
//! lists. Examples are fenced; the first word says what they are: `schema` the
//! inside of a schema of namespace `sample`, `document` a whole document,
//! `select`, `overlay`, `names`, `docs` or `service` one of the other files. The second
//! word is `faulty` or `sound`; a test holds every example to it.

use super::closest;

const TEXTS: [&str; 5] = [
    include_str!("explain/text.md"),
    include_str!("explain/names.md"),
    include_str!("explain/types.md"),
    include_str!("explain/operations.md"),
    include_str!("explain/configuration.md"),
];

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The number, such as `E0107`.
    pub id: &'static str,
    /// The name, such as `unknown-type`.
    pub slug: &'static str,
    /// The meaning in one line.
    pub summary: &'static str,
    /// The whole text, with examples, in Markdown.
    pub text: &'static str,
}

/// Part of an input, as an explanation shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it is: `schema`, `document`, `select`, `overlay`, `names`, `docs` or
    /// `service`.
    pub kind: &'static str,
    /// Whether it has the fault.
    pub faulty: bool,
    /// The text.
    pub text: &'static str,
}

impl Explanation {
    /// The examples in the order they stand.
    pub fn examples(&self) -> Vec<Example> {
        let mut examples = Vec::new();
        let mut rest = self.text;
        while let Some((_, opened)) = rest.split_once("\n```") {
            let Some((head, body)) = opened.split_once('\n') else {
                break;
            };
            let Some((text, after)) = body.split_once("\n```") else {
                break;
            };
            let (kind, state) = head.split_once(' ').unwrap_or((head, ""));
            examples.push(Example {
                kind,
                faulty: state == "faulty",
                text,
            });
            rest = after;
        }
        examples
    }
}

/// All explanations, sorted by code.
pub fn all() -> Vec<Explanation> {
    let mut all: Vec<_> = TEXTS.into_iter().flat_map(explanations).collect();
    all.sort_by_key(|one| one.id);
    all
}

/// The explanation of a code, which may be given by number or by name.
///
/// # Errors
///
/// The nearest code, if one is near.
pub fn find(code: &str) -> Result<Explanation, Option<&'static str>> {
    let all = all();
    let named = |one: &&Explanation| {
        one.id.eq_ignore_ascii_case(code) || one.slug.eq_ignore_ascii_case(code)
    };
    if let Some(found) = all.iter().find(named) {
        return Ok(*found);
    }
    let upper = code.to_ascii_uppercase();
    let ids = closest(&upper, all.iter().map(|one| one.id));
    let slugs = closest(code, all.iter().map(|one| one.slug));
    Err(ids.or(slugs))
}

fn explanations(text: &'static str) -> impl Iterator<Item = Explanation> {
    let heads = text.match_indices("## ").map(|(at, _)| at);
    let heads: Vec<usize> = heads
        .filter(|&at| at == 0 || text.get(..at).is_some_and(|t| t.ends_with("\n\n")))
        .collect();
    let ends = heads.iter().skip(1).copied().chain([text.len()]);
    let parts: Vec<(usize, usize)> = heads.iter().copied().zip(ends).collect();
    parts.into_iter().filter_map(move |(start, end)| {
        let text = text.get(start..end)?.trim();
        let (head, rest) = text.split_once('\n')?;
        let (id, slug) = head.strip_prefix("## ")?.split_once(' ')?;
        let summary = rest.trim_start().lines().next()?;
        Some(Explanation {
            id,
            slug,
            summary,
            text,
        })
    })
}

#[cfg(test)]
mod tests;
