//! How a command reports findings: for people on standard error, or as JSON lines.

use csdl_codegen::diagnostic::{Diagnostics, Severity, Sources};

use crate::args::CliArgs;
use crate::{Failure, eprint, print};

/// The option that takes `human` or `json`.
pub const FORMAT: &str = "--message-format";
/// The flag that turns warnings into errors.
pub const STRICT: &str = "--strict";

/// How many warnings are printed; the rest is counted.
const SHOWN: usize = 20;

/// How findings are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reporter {
    /// As JSON, one object per line on standard output, where nothing else is printed.
    pub json: bool,
    /// Warnings are errors.
    pub strict: bool,
}

impl Reporter {
    /// Reads the options.
    pub fn new(args: &CliArgs) -> Result<Self, Failure> {
        let json = match args.last(FORMAT) {
            None | Some("human") => false,
            Some("json") => true,
            Some(other) => {
                return Err(Failure::Error(format!(
                    "invalid value '{other}' for {FORMAT}: expected human or json"
                )));
            }
        };
        Ok(Self {
            json,
            strict: args.has(STRICT),
        })
    }

    /// Prints a text for people, and nothing in JSON mode.
    pub fn info(self, text: &str) {
        if !self.json {
            print(text);
        }
    }

    /// Reports findings: all of them as JSON; for people all errors, the first warnings,
    /// and the number of the others.
    pub fn report(self, found: &Diagnostics, sources: &Sources) {
        if self.json {
            print(&found.to_json_lines(sources));
            return;
        }
        let mut warnings = 0;
        let mut shown = Diagnostics::default();
        for finding in found.iter() {
            match finding.severity {
                Severity::Error => {}
                Severity::Warning if warnings < SHOWN => warnings += 1,
                Severity::Warning | Severity::Note => continue,
            }
            shown.push(finding.clone());
        }
        if !shown.is_empty() {
            eprint(&format!("{}\n", shown.render(sources).trim_end()));
            eprint("");
        }
        let more = found.count(Severity::Warning).saturating_sub(SHOWN);
        if more > 0 {
            eprint(&format!(
                "and {more} more warnings: `cargo xtask inspect` counts them by kind"
            ));
        }
    }

    /// Reports findings that prevent any output.
    pub fn refuse(self, found: &Diagnostics, sources: &Sources) -> Failure {
        self.report(found, sources);
        if !self.json {
            let errors = found.count(Severity::Error);
            let plural = if errors == 1 { "" } else { "s" };
            eprint(&format!("{errors} error{plural}; nothing was written"));
            eprint(&explain_hint(found).unwrap_or_default());
        }
        Failure::Check
    }

    /// Turns warnings into errors, if `--strict` was given.
    pub fn apply_strictness(self, found: &mut Diagnostics) {
        if self.strict {
            found.deny_warnings();
        }
    }
}

/// How to get the explanation of the first error.
pub fn explain_hint(found: &Diagnostics) -> Option<String> {
    let mut errors = found.iter().filter(|f| f.severity == Severity::Error);
    let code = errors.next()?.code.id;
    Some(format!("for more about a code: cargo xtask explain {code}"))
}
