//! The text of an expression, and how tightly its parts bind (OData URL Conventions, section 5.1.1.16).

use super::target::TargetError;

/// How tightly an expression binds, which decides about parentheses around it; the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    /// Text that is not checked: it may hold any operator.
    Unchecked,
    Or,
    And,
    /// A comparison; `has` and `in` are treated alike.
    Comparison,
    /// `add` and `sub`.
    Additive,
    /// `mul`, `div`, `divby` and `mod`.
    Multiplicative,
    /// `-` and `not`.
    Unary,
    /// A literal, which may begin with a sign.
    Literal,
    /// A path, a function, an expression in parentheses.
    Primary,
}

/// The text of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    text: Result<String, TargetError>,
    precedence: Precedence,
}

impl Term {
    /// An expression of this text.
    pub fn new(text: Result<String, TargetError>, precedence: Precedence) -> Self {
        Self { text, precedence }
    }

    /// `name(a,b)`.
    pub fn function(name: &str, arguments: impl IntoIterator<Item = Term>) -> Self {
        let arguments: Result<Vec<String>, TargetError> = arguments
            .into_iter()
            .map(|argument| argument.text)
            .collect();
        let text = arguments.map(|arguments| format!("{name}({})", arguments.join(",")));
        Self::new(text, Precedence::Primary)
    }

    /// `left operator right`, which binds as tightly as `precedence`. An operand that binds more
    /// loosely than `operands` gets parentheses, and so does a second one that binds alike unless
    /// the operator is associative: `a sub (b sub c)`.
    pub fn binary(
        self,
        operator: &str,
        other: Term,
        precedence: Precedence,
        (left, right): (Precedence, Precedence),
    ) -> Self {
        let text = self.operand(left).and_then(|mut text| {
            text.push(' ');
            text.push_str(operator);
            text.push(' ');
            text.push_str(&other.operand(right)?);
            Ok(text)
        });
        Self::new(text, precedence)
    }

    /// The text; in parentheses if it binds more loosely than `least`.
    pub fn operand(self, least: Precedence) -> Result<String, TargetError> {
        match self.precedence >= least {
            true => self.text,
            false => self.text.map(|text| format!("({text})")),
        }
    }

    /// The text without parentheses around it.
    pub fn text(self) -> Result<String, TargetError> {
        self.text
    }

    /// The text, to be read.
    pub fn as_str(&self) -> Result<&str, TargetError> {
        match &self.text {
            Ok(text) => Ok(text),
            Err(error) => Err(error.clone()),
        }
    }
}
