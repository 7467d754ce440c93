//! The arguments of a command: `lexopt` splits them, a [`Syntax`] says which are known.

use std::ffi::OsString;

use csdl_codegen::diagnostic::closest;
use lexopt::{Arg, Parser, ValueExt};

use crate::{Failure, print};

/// The arguments that a command accepts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Syntax {
    /// The text of `--help`: usage, options, exit codes, examples.
    pub help: &'static str,
    /// Options without a value, such as `--check`.
    pub flags: &'static [&'static str],
    /// Options with a value, such as `--out`; each may be given several times.
    pub options: &'static [&'static str],
    /// The greatest number of positional arguments.
    pub max_files: usize,
}

/// The arguments that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CliArgs {
    flags: Vec<&'static str>,
    options: Vec<(&'static str, String)>,
    /// The positional arguments; all of them are files.
    pub files: Vec<String>,
}

impl CliArgs {
    /// Whether a flag was given.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    /// All values of an option, in the order they were given.
    pub fn all(&self, option: &str) -> Vec<&str> {
        let named = self.options.iter().filter(|(name, _)| *name == option);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The value of an option; of several, the last one.
    pub fn last(&self, option: &str) -> Option<&str> {
        self.all(option).pop()
    }
}

/// Parses the arguments of a command. `None` if help was asked for; it has been printed.
pub fn parse(args: &[OsString], syntax: Syntax) -> Result<Option<CliArgs>, Failure> {
    let parsed = parse_known(args, syntax).map_err(|error| {
        Failure::Error(format!(
            "{error}\nfor all options: cargo xtask COMMAND --help"
        ))
    })?;
    if parsed.is_none() {
        print(syntax.help);
    }
    Ok(parsed)
}

fn parse_known(args: &[OsString], syntax: Syntax) -> Result<Option<CliArgs>, String> {
    let mut parsed = CliArgs::default();
    let mut parser = Parser::from_args(args);
    let text = |error: lexopt::Error| error.to_string();
    while let Some(arg) = parser.next().map_err(text)? {
        let name = match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Value(file) if parsed.files.len() < syntax.max_files => {
                parsed.files.push(file.string().map_err(text)?);
                continue;
            }
            Arg::Long(name) => format!("--{name}"),
            other => return Err(other.unexpected().to_string()),
        };
        if let Some(flag) = syntax.flags.iter().find(|flag| **flag == name) {
            parsed.flags.push(flag);
        } else if let Some(option) = syntax.options.iter().find(|option| **option == name) {
            let value = parser.value().and_then(ValueExt::string).map_err(text)?;
            parsed.options.push((option, value));
        } else {
            let known = [syntax.flags, syntax.options].concat();
            let hint = closest(&name, known).map(|near| format!("; did you mean {near}?"));
            return Err(format!(
                "invalid option '{name}'{}",
                hint.unwrap_or_default()
            ));
        }
    }
    Ok(Some(parsed))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYNTAX: Syntax = Syntax {
        help: "",
        flags: &["--check"],
        options: &["--out"],
        max_files: 1,
    };

    fn parsed(words: &str) -> Result<Option<CliArgs>, String> {
        let words: Vec<_> = words.split_whitespace().map(OsString::from).collect();
        parse_known(&words, SYNTAX)
    }

    #[test]
    fn options_flags_and_files_come_in_any_order() {
        let args = parsed("--out=a f --check --out b").unwrap().unwrap();
        assert!(args.has("--check"));
        assert_eq!(args.all("--out"), ["a", "b"]);
        assert_eq!(args.last("--out"), Some("b"));
        assert_eq!(args.files, ["f"]);
        let args = parsed("--out - -- --check").unwrap().unwrap();
        assert_eq!(
            (args.last("--out"), args.has("--check")),
            (Some("-"), false)
        );
        assert_eq!(args.files, ["--check"], "behind `--` everything is a file");
        assert_eq!(parsed("f --help"), Ok(None));
    }

    #[test]
    fn unknown_arguments_are_errors() {
        for (words, message) in [
            ("--chek", "invalid option '--chek'; did you mean --check?"),
            ("--out", "missing argument for option '--out'"),
            (
                "--check=1",
                "unexpected argument for option '--check': \"1\"",
            ),
            ("a b", "unexpected argument \"b\""),
            ("-x", "invalid option '-x'"),
        ] {
            assert_eq!(parsed(words), Err(message.to_owned()));
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_argument_that_is_not_unicode_is_an_error() {
        use std::os::unix::ffi::OsStringExt;
        let args = [OsString::from_vec(vec![0xff])];
        assert!(parse_known(&args, SYNTAX).unwrap_err().contains("unicode"));
    }
}
