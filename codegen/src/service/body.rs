//! The decisions how bodies of requests are written.

use super::{Dialect, File, STATED};

impl Dialect {
    pub(super) fn decide_bodies(&mut self, file: &File) {
        self.service.ieee754_compatible = file.ieee754_compatible.unwrap_or(false);
        let value = match self.service.ieee754_compatible {
            true => "strings: `IEEE754Compatible=true`",
            false => "JSON numbers",
        };
        let reason = match file.ieee754_compatible {
            Some(_) => STATED,
            None => "`service.toml` has no `ieee754_compatible`",
        };
        self.note("`Edm.Int64` and `Edm.Decimal`", value, reason);
        self.sends_empty_object = file.empty_action_body.unwrap_or(true);
        let value = match self.sends_empty_object {
            true => "an object without members: `{}`",
            false => "none",
        };
        let reason = match file.empty_action_body {
            Some(_) => STATED,
            None => "every service has to accept it; some refuse a body that is absent",
        };
        self.note("body of actions without parameters", value, reason);
    }
}
