//! `service.toml`, with the position of everything that is wrong in it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{BatchFormat, KeyStyle};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Source, Span, closest};
use crate::names::is_identifier;

/// `service.toml` cannot be read, or says what cannot be.
pub const INVALID: Code = Code::new("E0310", "service-file");

/// What `service.toml` says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// `keys`: `segment` or `parentheses`.
    pub keys: Option<KeyStyle>,
    /// `operations`: whether `short` rather than `qualified`.
    pub short_operations: Option<bool>,
    /// `enums`: whether `short` rather than `qualified`.
    pub short_enums: Option<bool>,
    /// `root`.
    pub root: Option<String>,
    /// `version`.
    pub version: Option<String>,
    /// `scope`.
    pub scope: Option<String>,
    /// `odata_version`; `Some(None)` for `none`.
    pub odata_version: Option<Option<String>>,
    /// `preferences`.
    pub preferences: Vec<String>,
    /// `sdk_header`.
    pub sdk_header: Option<String>,
    /// `client`.
    pub client: Option<String>,
    /// `write_through_navigation`.
    pub write_through_navigation: Option<bool>,
    /// `remove_reference_by_address`.
    pub remove_reference_by_address: Option<bool>,
    /// `replace`.
    pub replace: Option<bool>,
    /// `ieee754_compatible`.
    pub ieee754_compatible: Option<bool>,
    /// `empty_action_body`: whether `object` rather than `none`.
    pub empty_action_body: Option<bool>,
    /// `batch`: `json`, `multipart` or `graph`.
    pub batch: Option<BatchFormat>,
    /// `batch_limit`.
    pub batch_limit: Option<u16>,
}

/// The keys of the file.
const KEYS: [&str; 17] = [
    "batch",
    "batch_limit",
    "client",
    "empty_action_body",
    "enums",
    "ieee754_compatible",
    "keys",
    "odata_version",
    "operations",
    "preferences",
    "remove_reference_by_address",
    "replace",
    "root",
    "scope",
    "sdk_header",
    "version",
    "write_through_navigation",
];

impl File {
    /// Reads the file.
    pub fn read(number: u32, source: &Source, diagnostics: &mut Diagnostics) -> Self {
        let mut reader = Reader {
            number,
            diagnostics,
        };
        let mut file = Self::default();
        let table = match DeTable::parse(&source.text) {
            Ok(table) => table,
            Err(error) => {
                let span = error.span().unwrap_or_default();
                reader.refuse(span, error.message(), None);
                return file;
            }
        };
        let mut version = None;
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            if name == "version" {
                version = Some(value.span());
            }
            if !KEYS.contains(&name) {
                let message = format!("unknown key `{name}`");
                reader.refuse(key.span(), &message, closest(name, KEYS));
                continue;
            }
            file.set(name, value, &mut reader);
        }
        if let (None, Some(span)) = (&file.root, version) {
            let message = "a `version` without a `root` has no effect: the endpoint that the \
                           constructor asks for includes it";
            reader.refuse(span, message, None);
        }
        file
    }

    fn set(&mut self, key: &str, value: &Spanned<DeValue<'_>>, reader: &mut Reader<'_>) {
        const FORMS: [&str; 2] = ["short", "qualified"];
        match key {
            "keys" => {
                let found = reader.choice(value, &["segment", "parentheses"]);
                self.keys = found.map(|found| match found {
                    "segment" => KeyStyle::Segment,
                    _ => KeyStyle::Parentheses,
                });
            }
            "operations" => {
                let found = reader.choice(value, &FORMS);
                self.short_operations = found.map(|found| found == "short");
            }
            "enums" => {
                let found = reader.choice(value, &FORMS);
                self.short_enums = found.map(|found| found == "short");
            }
            "odata_version" => {
                let found = reader.choice(value, &["4.0", "4.01", "none"]);
                self.odata_version = found.map(|found| (found != "none").then(|| found.to_owned()));
            }
            "batch" => {
                let found = reader.choice(value, &["json", "multipart", "graph"]);
                self.batch = found.map(|found| match found {
                    "json" => BatchFormat::Json,
                    "graph" => BatchFormat::Graph,
                    _ => BatchFormat::Multipart,
                });
            }
            "batch_limit" => self.batch_limit = reader.count(value),
            "root" => {
                let what = "a URL that begins with `https://`, without query and fragment";
                let root = reader.text(value, what, is_root);
                self.root = root.map(|root| root.trim_end_matches('/').to_owned());
            }
            "version" => {
                let what = "path segments such as `v1.0`";
                let version = reader.text(value, what, is_path);
                self.version = version.map(|version| version.trim_matches('/').to_owned());
            }
            "scope" => self.scope = reader.text(value, "the scope of a token", is_header_value),
            "sdk_header" => self.sdk_header = reader.text(value, "the name of a header", is_token),
            "client" => {
                let what = "the name of a Rust type that does not end in `Requests`";
                self.client = reader.text(value, what, is_client);
            }
            "write_through_navigation" => self.write_through_navigation = reader.boolean(value),
            "remove_reference_by_address" => {
                self.remove_reference_by_address = reader.boolean(value);
            }
            "replace" => self.replace = reader.boolean(value),
            "ieee754_compatible" => self.ieee754_compatible = reader.boolean(value),
            "empty_action_body" => {
                let found = reader.choice(value, &["none", "object"]);
                self.empty_action_body = found.map(|found| found == "object");
            }
            _ => self.preferences = reader.texts(value, "a preference", is_header_value),
        }
    }
}

/// Reads values and reports those that are wrong.
struct Reader<'a> {
    number: u32,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn refuse(&mut self, at: std::ops::Range<usize>, message: &str, near: Option<&str>) {
        let span = Span::new(self.number, at.start, at.len());
        let finding = Diagnostic::error(INVALID, message, span);
        self.diagnostics.push(finding.suggest(near));
    }

    /// One of a few words.
    fn choice<'w>(&mut self, value: &Spanned<DeValue<'_>>, words: &[&'w str]) -> Option<&'w str> {
        let given = value.get_ref().as_str();
        let found = given.and_then(|given| words.iter().find(|word| **word == given));
        if found.is_none() {
            let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            let near = given.and_then(|given| closest(given, words.iter().copied()));
            let message = format!("expected {}", list.join(", ").replacen("`, ", "` or ", 9));
            self.refuse(value.span(), &message, near);
        }
        found.copied()
    }

    /// `true` or `false`.
    fn boolean(&mut self, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.refuse(value.span(), "expected `true` or `false`", None);
        }
        found
    }

    /// A number of requests.
    fn count(&mut self, value: &Spanned<DeValue<'_>>) -> Option<u16> {
        let given = value.get_ref().as_integer();
        let given = given.and_then(|number| {
            let radix = number.radix();
            u16::from_str_radix(number.as_str(), radix).ok()
        });
        let found = given.filter(|number| *number > 0);
        if found.is_none() {
            self.refuse(value.span(), "expected a number from 1 to 65535", None);
        }
        found
    }

    /// A text that is `what`.
    fn text(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        what: &str,
        fits: fn(&str) -> bool,
    ) -> Option<String> {
        let given = value.get_ref().as_str();
        let found = given.filter(|text| fits(text));
        if found.is_none() {
            self.refuse(value.span(), &format!("expected {what}"), None);
        }
        found.map(str::to_owned)
    }

    /// A list of texts, each `what`.
    fn texts(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        what: &str,
        fits: fn(&str) -> bool,
    ) -> Vec<String> {
        let Some(list) = value.get_ref().as_array() else {
            let message = format!("expected a list, each item {what}");
            self.refuse(value.span(), &message, None);
            return Vec::new();
        };
        list.iter()
            .filter_map(|item| self.text(item, what, fits))
            .collect()
    }
}

/// Whether a text is an address below which requests can be made.
fn is_root(text: &str) -> bool {
    let visible = |c: char| c.is_ascii_graphic() && !"?#@\"<>\\^`{|}".contains(c);
    let rest = text.strip_prefix("https://");
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(visible))
}

fn is_path(text: &str) -> bool {
    let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let mut segments = text.trim_matches('/').split('/');
    segments.all(|segment| !matches!(segment, "" | "." | "..") && segment.chars().all(unreserved))
}

fn is_header_value(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c == ' ' || c.is_ascii_graphic())
}

fn is_token(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(known)
}

fn is_client(text: &str) -> bool {
    let capital = text.starts_with(|c: char| c.is_uppercase());
    capital && is_identifier(text) && !text.ends_with("Requests")
}
