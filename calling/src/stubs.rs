//! Placeholders.
use std::fmt;
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(pub String);
impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
#[derive(Clone, Debug)]
pub struct CallView {
    pub ended: Option<EndReason>,
}
impl CallView {
    pub fn new(_: CallId) -> Self {
        Self { ended: None }
    }
    pub fn apply(&mut self, _: &Notification) {}
    pub fn end(&mut self, reason: EndReason) {
        self.ended.get_or_insert(reason);
    }
    pub fn ended(&self) -> Option<&EndReason> {
        self.ended.as_ref()
    }
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndReason {
    Gone404,
    KeepAliveMissed,
    Other,
}
impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
#[derive(Clone, Debug)]
pub enum Notification {}
