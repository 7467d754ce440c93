//! Resolves enumeration types: members with explicit or implicit values.

use super::super::{EnumType, Item, Member, Primitive};
use super::Resolver;
use super::duplicates::SeenNames;
use super::symbols::built_in;
use crate::csdl::{self, Text};
use crate::diagnostic::{Code, Diagnostic};

const UNDERLYING: Code = Code::new("E0115", "underlying-type");
const MEMBER_TWICE: Code = Code::new("E0112", "duplicate-member");
const MIXED: Code = Code::new("E0113", "enum-values");
const RANGE: Code = Code::new("E0114", "enum-range");
const EMPTY: Code = Code::new("E0117", "empty-enum");
const FLAGS: Code = Code::new("E0118", "flag-values");

impl<'d> Resolver<'d> {
    pub(super) fn enumeration(
        &mut self,
        document: usize,
        name: &'d Text,
        tree: &'d csdl::EnumType,
    ) -> EnumType {
        let underlying = self.underlying(tree);
        let is_flags = tree.is_flags.unwrap_or(false);
        let mut members = Vec::with_capacity(tree.members.len());
        let mut seen = SeenNames::default();
        // If one member has an explicit value, all members must have one.
        let valued = tree.members.iter().find_map(|m| m.value.as_ref());
        let mut next = Some(0);
        for member in &tree.members {
            self.simple_name("member", &member.name);
            if let Some(first) = seen.insert(member.name.as_str(), member.name.span) {
                let message = format!("member `{}` is declared twice", member.name.value);
                self.duplicate(MEMBER_TWICE, message, member.name.span, first);
                continue;
            }
            let value = match &member.value {
                Some(text) => self.value(text, underlying),
                None => {
                    let value = self.counted(next, member, underlying);
                    if let Some(valued) = valued {
                        let message = format!(
                            "member `{}` has no value, but others of `{}` have one",
                            member.name.value, name.value
                        );
                        self.diagnostics.push(
                            Diagnostic::warning(MIXED, message, member.name.span)
                                .label(valued.span, "the first value is here")
                                .help(format!("it gets the value {value}")),
                        );
                    }
                    value
                }
            };
            next = value.checked_add(1);
            if is_flags && (member.value.is_none() || value < 0) {
                let message = "a flag needs a value that is written and not negative";
                self.warn(FLAGS, message, member.name.span);
            }
            members.push(Member {
                name: member.name.value.clone(),
                value,
                span: member.name.span,
                description: None,
                deprecated: None,
                annotations: self.expand_all(document, &member.annotations),
            });
        }
        if members.is_empty() {
            let message = format!("enum type `{}` has no member", name.value);
            self.warn(EMPTY, message, name.span);
        }
        EnumType {
            underlying,
            is_flags,
            members,
        }
    }

    fn underlying(&mut self, tree: &csdl::EnumType) -> Primitive {
        let Some(text) = &tree.underlying else {
            return Primitive::Int32;
        };
        match text.as_str().strip_prefix("Edm.").and_then(built_in) {
            Some(Item::Primitive(
                primitive @ (Primitive::Byte
                | Primitive::SByte
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64),
            )) => primitive,
            _ => {
                let message = format!("`{}` cannot underlie an enum type", text.value);
                self.diagnostics.push(
                    Diagnostic::error(UNDERLYING, message, text.span)
                        .help("Edm.Byte, Edm.SByte, Edm.Int16, Edm.Int32 and Edm.Int64 can"),
                );
                Primitive::Int64
            }
        }
    }

    fn value(&mut self, text: &Text, underlying: Primitive) -> i64 {
        let digits = text
            .as_str()
            .strip_prefix(['+', '-'])
            .unwrap_or(text.as_str());
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            let message = format!("`{}` is not a decimal integer", text.value);
            self.error(RANGE, message, text.span);
            return 0;
        }
        match text.as_str().parse() {
            Ok(value) if fits(value, underlying) => value,
            _ => {
                let message = format!("`{}` is no value of Edm.{underlying:?}", text.value);
                self.error(RANGE, message, text.span);
                0
            }
        }
    }

    /// The value of a member without an explicit value: the one after that of the member
    /// before it, and zero for the first member.
    fn counted(&mut self, next: Option<i64>, member: &csdl::Member, underlying: Primitive) -> i64 {
        if let Some(value) = next.filter(|value| fits(*value, underlying)) {
            return value;
        }
        let message = format!(
            "the value of `{}`, one more than that before it, is no value of Edm.{underlying:?}",
            member.name.value
        );
        self.error(RANGE, message, member.name.span);
        0
    }
}

fn fits(value: i64, underlying: Primitive) -> bool {
    match underlying {
        Primitive::Byte => u8::try_from(value).is_ok(),
        Primitive::SByte => i8::try_from(value).is_ok(),
        Primitive::Int16 => i16::try_from(value).is_ok(),
        Primitive::Int32 => i32::try_from(value).is_ok(),
        _ => true,
    }
}
