//! In go the words behind a command; out come its flags, options and files.

use crate::{Stop, print};

/// What a command understands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Syntax {
    /// What `--help` prints.
    pub help: &'static str,
    /// Options without a value.
    pub flags: &'static [&'static str],
    /// Options with a value.
    pub options: &'static [&'static str],
    /// How many files may stand alone.
    pub files: usize,
}

/// What was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    flags: Vec<&'static str>,
    options: Vec<(&'static str, String)>,
    /// The files that stand alone.
    pub files: Vec<String>,
}

impl Given {
    /// Whether a flag is there.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    /// All values of an option.
    pub fn all(&self, option: &str) -> Vec<&str> {
        let named = self.options.iter().filter(|(name, _)| *name == option);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The last value of an option.
    pub fn last(&self, option: &str) -> Option<&str> {
        self.all(option).pop()
    }
}

/// Reads the words; `None` if help was asked for and has been printed.
pub fn read(words: &[String], syntax: Syntax) -> Result<Option<Given>, Stop> {
    if words.iter().any(|word| word == "-h" || word == "--help") {
        print(syntax.help);
        return Ok(None);
    }
    parse(words, syntax).map(Some).map_err(Stop::Failed)
}

fn parse(words: &[String], syntax: Syntax) -> Result<Given, String> {
    let mut given = Given::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
            _ => (word.as_str(), None),
        };
        if let Some(flag) = syntax.flags.iter().find(|flag| **flag == name) {
            if value.is_some() {
                return Err(format!("{name} takes no value"));
            }
            given.flags.push(flag);
        } else if let Some(option) = syntax.options.iter().find(|option| **option == name) {
            let value = value.or_else(|| words.next().cloned());
            let value = value.ok_or_else(|| format!("{name} needs a value"))?;
            given.options.push((option, value));
        } else if word.starts_with('-') && word.len() > 1 {
            let known: Vec<&str> = [syntax.flags, syntax.options].concat();
            let hint = match csdl_codegen::diagnostic::closest(name, known) {
                Some(close) => format!("; did you mean {close}?"),
                None => String::new(),
            };
            return Err(format!("no option {name}{hint}"));
        } else if given.files.len() == syntax.files {
            return Err(format!("`{word}` is one file too many"));
        } else {
            given.files.push(word.clone());
        }
    }
    Ok(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYNTAX: Syntax = Syntax {
        help: "",
        flags: &["--check"],
        options: &["--out"],
        files: 1,
    };

    fn given(words: &str) -> Result<Given, String> {
        let words: Vec<_> = words.split_whitespace().map(str::to_owned).collect();
        parse(&words, SYNTAX)
    }

    #[test]
    fn options_flags_and_files_come_in_any_order() {
        let given = given("--out=a f --check --out b").unwrap();
        assert!(given.has("--check"));
        assert_eq!(given.all("--out"), ["a", "b"]);
        assert_eq!(given.last("--out"), Some("b"));
        assert_eq!(given.files, ["f"]);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for (words, message) in [
            ("--chek", "no option --chek; did you mean --check?"),
            ("--out", "--out needs a value"),
            ("--check=1", "--check takes no value"),
            ("a b", "`b` is one file too many"),
            ("-x", "no option -x"),
        ] {
            assert_eq!(given(words), Err(message.to_owned()));
        }
    }
}
