//! The decision how batches are written.

use super::{BatchFormat, Dialect, File, STATED, annotation, container};
use crate::csdl::{Constant, ExpressionKind};
use crate::model::Model;

const BATCH_SUPPORT: &str = "Org.OData.Capabilities.V1.BatchSupport";

impl Dialect {
    pub(super) fn decide_batches(&mut self, file: &File, model: &Model) {
        let formats = supported_formats(model);
        let supports = |media_type: &str| {
            let mut formats = formats.iter();
            formats.any(|format| format.split(';').next() == Some(media_type))
        };
        let (format, reason) = match file.batch {
            Some(format) => (format, STATED),
            None if supports("application/json") => (
                BatchFormat::Json,
                "the container has `Capabilities.BatchSupport` with this format",
            ),
            None if supports("multipart/mixed") => (
                BatchFormat::Multipart,
                "the container has `Capabilities.BatchSupport` with this format alone",
            ),
            None if model.version == "4.01" => {
                (BatchFormat::Json, "services of version 4.01 accept it")
            }
            None => (
                BatchFormat::Multipart,
                "version 4.0 has no other format; the metadata has no `Capabilities.BatchSupport`",
            ),
        };
        self.service.batch = format;
        let value = match format {
            BatchFormat::Json => "JSON: `Books(1)`",
            BatchFormat::Graph => "JSON as Microsoft Graph documents it: `/Books(1)`",
            BatchFormat::Multipart => "`multipart/mixed`",
        };
        self.note("batches", value, reason);
        self.service.batch_limit = file.batch_limit;
        match file.batch_limit {
            Some(limit) => self.note("requests in a batch", format!("up to {limit}"), STATED),
            None => self.note(
                "requests in a batch",
                "any number",
                "`service.toml` has no `batch_limit`",
            ),
        }
    }
}

/// The media types of batches that the container names.
fn supported_formats(model: &Model) -> Vec<&str> {
    let found = annotation(container(model), BATCH_SUPPORT);
    let Some(ExpressionKind::Record { properties, .. }) =
        found.and_then(|found| found.value.as_ref().map(|value| &value.kind))
    else {
        return Vec::new();
    };
    let mut formats = properties.iter();
    let formats = formats.find(|property| property.property.as_str() == "SupportedFormats");
    let formats = formats.and_then(|property| property.value.as_ref());
    let items = match formats.map(|value| &value.kind) {
        Some(ExpressionKind::Collection(items)) => items.iter(),
        _ => return Vec::new(),
    };
    items
        .filter_map(|item| match &item.kind {
            ExpressionKind::Constant(Constant::String, text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}
