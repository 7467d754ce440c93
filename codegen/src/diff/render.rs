//! Writes a comparison: as text, as JSON lines, as Markdown, and as annotations of GitHub.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Change, Class, Diff, Source};
use crate::diagnostic::{Sources, Span};

/// How much of a comparison is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Noise, too.
    pub noise: bool,
    /// Each change of a story; otherwise its members are counted.
    pub full: bool,
}

impl Diff {
    /// One line: how many changes of each class, and the next version.
    pub fn summary(&self) -> String {
        let mut counts: BTreeMap<Class, usize> = BTreeMap::new();
        for change in &self.changes {
            *counts.entry(change.class).or_default() += 1;
        }
        let mut parts: Vec<String> = counts
            .iter()
            .map(|(class, count)| format!("{count} {}", class.word()))
            .collect();
        if parts.is_empty() {
            parts.push("no changes".to_owned());
        }
        let silent = match self.source {
            Source::Silent => " (SILENT: code compiles and sends other values)",
            _ => "",
        };
        let release = self.release();
        let besides = self.changes.iter().filter(|change| change.breaks_besides());
        let besides = match besides.count() {
            0 => String::new(),
            1 => "; 1 addition or hint breaks Rust code, too".to_owned(),
            count => format!("; {count} additions or hints break Rust code, too"),
        };
        format!(
            "{}{besides}; next version: {release}{silent}",
            parts.join(", ")
        )
    }

    /// The text for a terminal.
    pub fn to_text(&self, amount: Amount) -> String {
        let mut out = format!("{}\n", self.summary());
        for (title, areas) in self.sections(amount) {
            let _ = writeln!(out, "\n{title}");
            for (area, lines) in areas {
                let _ = writeln!(out, "  {}", named(area));
                for line in lines {
                    let _ = writeln!(out, "    {line}");
                }
            }
        }
        out
    }

    /// The entry of `CHANGES.md`, below a heading.
    pub fn to_markdown(&self, amount: Amount) -> String {
        let mut out = format!("{}.\n", self.summary());
        for (title, areas) in self.sections(amount) {
            let _ = writeln!(out, "\n### {title}");
            for (area, lines) in areas {
                let _ = writeln!(out, "\n{}:\n", named(area));
                for line in lines {
                    let _ = writeln!(out, "- {line}");
                }
            }
        }
        out
    }

    /// One JSON object a line. Positions are left out without sources.
    pub fn to_json_lines(&self, sources: Option<&Sources>) -> String {
        let mut out = String::new();
        for change in &self.changes {
            let position = |span: Option<Span>| {
                let (sources, span) = (sources?, span?);
                let name = &sources.get(span.source)?.name;
                let (line, column) = sources.line_column(span)?;
                Some(serde_json::json!({"file": name, "line": line, "column": column}))
            };
            let value = serde_json::json!({
                "id": change.id(),
                "rule": change.rule,
                "class": change.class.word(),
                "wire": change.class.wire(),
                "source": change.source.word(),
                "item": change.item,
                "from": change.from,
                "to": change.to,
                "old": position(change.old),
                "new": position(change.new),
                "area": change.area,
                "story": change.story,
                "rust": change.rust,
                "announced": change.announced,
                "reverts": change.reverts,
                "accepted": change.accepted,
            });
            let _ = writeln!(out, "{value}");
        }
        out
    }

    /// Commands that GitHub shows beside the lines of the new document.
    pub fn to_github(&self, sources: &Sources, amount: Amount) -> String {
        let mut out = String::new();
        for change in self
            .changes
            .iter()
            .filter(|c| amount.noise || c.class != Class::Noise)
        {
            let level = match change.class {
                _ if change.accepted.is_some() => "notice",
                _ if change.source >= Source::Breaking => "error",
                Class::WireBreaking | Class::SourceBreaking => "error",
                Class::BehaviourHint => "warning",
                Class::Addition | Class::Noise => "notice",
            };
            let place = change.new.or(change.old).and_then(|span| {
                let (line, _) = sources.line_column(span)?;
                Some(format!(
                    " file={},line={line}",
                    sources.get(span.source)?.name
                ))
            });
            let text = sentence(change).replace('%', "%25");
            let _ = writeln!(out, "::{level}{}::{text}", place.unwrap_or_default());
        }
        out
    }

    /// The lines below each heading: the changes by class, then those that are accepted.
    fn sections(&self, amount: Amount) -> Vec<(&'static str, BTreeMap<&str, Vec<String>>)> {
        let open = self.listed(amount, false).into_iter();
        let accepted = self.listed(amount, true).into_values();
        let mut all: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (area, lines) in accepted.flatten() {
            all.entry(area).or_default().extend(lines);
        }
        let accepted = (!all.is_empty()).then_some(("accepted", all));
        open.map(|(class, areas)| (class.word(), areas))
            .chain(accepted)
            .collect()
    }

    /// The lines of each class and area, of the changes that are accepted or not. Members of a story are counted in the line of their lead.
    fn listed(
        &self,
        amount: Amount,
        accepted: bool,
    ) -> BTreeMap<Class, BTreeMap<&str, Vec<String>>> {
        let mut out: BTreeMap<Class, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
        let mut members: BTreeMap<(&str, Class), Vec<&Change>> = BTreeMap::new();
        let leads: Vec<&str> = self
            .changes
            .iter()
            .filter(|c| c.story.is_none())
            .map(|c| c.item.as_str())
            .collect();
        for change in &self.changes {
            if let Some(story) = change.story.as_deref() {
                members
                    .entry((story, change.class))
                    .or_default()
                    .push(change);
            }
        }
        for change in &self.changes {
            let hidden = change.class == Class::Noise && !amount.noise;
            if hidden || change.accepted.is_some() != accepted {
                continue;
            }
            let lead = change
                .story
                .as_deref()
                .filter(|story| leads.contains(story));
            let alone = amount.full || accepted;
            if lead.is_some() && change.rule.starts_with("type-") && !alone {
                continue;
            }
            let mut line = sentence(change);
            let own = (change.item.as_str(), change.class);
            let family = members.get(&own).map(Vec::as_slice).unwrap_or_default();
            let mut types = family.iter().filter(|c| c.rule.starts_with("type-"));
            let first: Vec<&str> = types.by_ref().take(3).map(|c| c.item.as_str()).collect();
            let count = first.len() + types.count();
            if count > 0 && change.story.is_none() && !amount.full {
                let more = if count > first.len() { ", …" } else { "" };
                let names = first.join(", ");
                let _ = write!(
                    line,
                    "; + {count} types that only it reaches: {names}{more} (--full)"
                );
                line.push_str(&announced(family));
            }
            line.push_str(&self.moved(change));
            let areas = out.entry(change.class).or_default();
            areas.entry(&change.area).or_default().push(line);
        }
        out
    }
}

impl Diff {
    /// The members that moved from a type to its new base.
    fn moved(&self, change: &Change) -> String {
        if !matches!(change.rule, "base-inserted" | "base-changed") {
            return String::new();
        }
        let moved = self.changes.iter().filter(|other| {
            let owner = other.item.split_once('/').map(|(owner, _)| owner);
            let same = owner == Some(&*change.item) && other.to == change.to;
            same && other.rule == "member-moved-to-base"
        });
        let moved = moved.filter_map(|other| Some(other.item.split_once('/')?.1));
        let moved: Vec<&str> = moved.collect();
        let more = if moved.len() > 3 { ", …" } else { "" };
        match moved.iter().take(3).copied().collect::<Vec<_>>().join(", ") {
            names if names.is_empty() => String::new(),
            names => format!("; {} members moved to it: {names}{more}", moved.len()),
        }
    }
}

/// What was announced of all types of a story.
fn announced(family: &[&Change]) -> String {
    let mut all = family.iter().filter(|c| c.rule.starts_with("type-"));
    let first = all.next().and_then(|change| change.announced.as_deref());
    match first.filter(|first| all.all(|c| c.announced.as_deref() == Some(*first))) {
        Some(first) => format!("; announced of all of them: {first}"),
        None => String::new(),
    }
}

fn named(area: &str) -> &str {
    if area.is_empty() { "all" } else { area }
}

/// A change in one line.
fn sentence(change: &Change) -> String {
    let mut out = format!("{} {}", change.rule, change.item);
    let text = |value: &Option<String>| match value.as_deref() {
        None => "–".to_owned(),
        Some("") => "nothing".to_owned(),
        Some(text) => format!("`{text}`"),
    };
    let _ = match (&change.from, &change.to) {
        (None, Some(_)) => write!(out, ": {}", text(&change.to)),
        (Some(_), None) => write!(out, ": was {}", text(&change.from)),
        _ => write!(out, ": {} → {}", text(&change.from), text(&change.to)),
    };
    if change.breaks_besides() && change.source == Source::Breaking {
        out.push_str("; breaks Rust code");
    }
    if change.source == Source::Silent {
        out.push_str("; SILENT: code compiles and sends other values");
    }
    for (what, text) in [
        ("announced", &change.announced),
        ("takes back", &change.reverts),
        ("accepted", &change.accepted),
    ] {
        if let Some(text) = text {
            let _ = write!(out, "; {what}: {text}");
        }
    }
    if let Some((old, new)) = change.rust.first() {
        let shown = match (old, new) {
            (Some(old), Some(new)) => format!("`{old}` → `{new}`"),
            (Some(old), None) => format!("`{old}` is gone"),
            (None, Some(new)) => format!("`{new}` is new"),
            (None, None) => String::new(),
        };
        let more = change.rust.len() - 1;
        let more = if more > 0 {
            format!(" (+ {more})")
        } else {
            String::new()
        };
        let _ = write!(out, "; Rust: {shown}{more}");
    }
    out
}
