//! Derives the name of one item from the name of a collection, such as `call` from `calls`.

/// The singular of the last word of a name in `snake_case`, if the word is a plural.
///
/// A version suffix is kept: `participants_v2` becomes `participant_v2`.
pub fn singular(name: &str) -> Option<String> {
    let (words, version) = match name.rsplit_once("_v") {
        Some((words, digits))
            if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            (words, format!("_v{digits}"))
        }
        _ => (name, String::new()),
    };
    Some(singular_word(words)? + &version)
}

fn singular_word(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix("ies") {
        let short = stem.rsplit('_').next().unwrap_or(stem).len() < 2;
        return Some(format!("{stem}{}", if short { "ie" } else { "y" }));
    }
    for ending in ["sses", "shes", "ches", "xes", "zes", "statuses", "aliases"] {
        if word.ends_with(ending) {
            return word.strip_suffix("es").map(str::to_owned);
        }
    }
    if ["ss", "us", "is", "ics", "news"]
        .iter()
        .any(|ending| word.ends_with(ending))
    {
        return None;
    }
    word.strip_suffix('s')
        .filter(|stem| !stem.is_empty() && !stem.ends_with('_'))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_of_the_metadata() {
        for (many, one) in [
            ("calls", "call"),
            ("call_records", "call_record"),
            ("presences", "presence"),
            ("replies", "reply"),
            ("ties", "tie"),
            ("participants_v2", "participant_v2"),
            ("messages", "message"),
            ("mailboxes", "mailbox"),
            ("branches", "branch"),
            ("addresses", "address"),
            ("statuses", "status"),
            ("ai_insights", "ai_insight"),
        ] {
            assert_eq!(singular(many).as_deref(), Some(one), "{many}");
        }
        for name in [
            "history",
            "status",
            "access",
            "analysis",
            "s",
            "analytics",
            "v2",
        ] {
            assert_eq!(singular(name), None, "{name}");
        }
    }
}
