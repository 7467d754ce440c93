//! How findings are reported. In go those of the generator and the options of a
//! command; out come lines for people or for programs.

use csdl_codegen::diagnostic::{Diagnostics, Severity, Sources};

use crate::arguments::Given;
use crate::{Stop, complain, print};

/// The option that takes `human` or `json`.
pub const FORMAT: &str = "--message-format";
/// The flag that makes errors of warnings.
pub const STRICT: &str = "--strict";

/// Findings of one severity that are shown; the rest is counted.
const SHOWN: usize = 20;

/// How findings are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// As JSON, one object a line, on standard output, where nothing else is printed.
    pub json: bool,
    /// Warnings are errors.
    pub strict: bool,
}

impl Findings {
    /// Reads the options.
    pub fn new(given: &Given) -> Result<Self, Stop> {
        let json = match given.last(FORMAT) {
            None | Some("human") => false,
            Some("json") => true,
            Some(other) => {
                return Err(Stop::Failed(format!(
                    "{FORMAT} is `{other}`; known are human and json"
                )));
            }
        };
        Ok(Self {
            json,
            strict: given.has(STRICT),
        })
    }

    /// Prints what a person wants to know, and a program does not.
    pub fn say(self, text: &str) {
        if !self.json {
            print(text);
        }
    }

    /// Reports findings: as JSON all of them; for people all errors, the first
    /// warnings, and how many there are more.
    pub fn show(self, found: &Diagnostics, sources: &Sources) {
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
            complain(&format!("{}\n", shown.render(sources).trim_end()));
            complain("");
        }
        let more = found.count(Severity::Warning).saturating_sub(SHOWN);
        if more > 0 {
            complain(&format!(
                "and {more} more warnings: `cargo xtask inspect` counts them by kind"
            ));
        }
    }

    /// Reports why nothing can be made.
    pub fn refuse(self, found: &Diagnostics, sources: &Sources) -> Stop {
        self.show(found, sources);
        let errors = found.count(Severity::Error);
        let (s, word) = if errors == 1 {
            ("", "is")
        } else {
            ("s", "are")
        };
        if !self.json {
            complain(&format!(
                "{errors} error{s} {word} in the way; nothing was written"
            ));
            complain(&more_about(found).unwrap_or_default());
        }
        Stop::No
    }

    /// Makes errors of warnings, if that was asked for.
    pub fn judge(self, found: &mut Diagnostics) {
        if self.strict {
            found.deny_warnings();
        }
    }
}

/// The hint that codes are explained, by the example of the first error.
pub fn more_about(found: &Diagnostics) -> Option<String> {
    let mut errors = found.iter().filter(|f| f.severity == Severity::Error);
    let code = errors.next()?.code.id;
    Some(format!("for more about a code: cargo xtask explain {code}"))
}
