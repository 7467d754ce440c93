//! The stages of the generator one by one, and documents of which each namespace is multiplied, for
//! this example and for benches.

use std::num::NonZeroUsize;
use std::time::Instant;

use csdl_codegen::diagnostic::{Diagnostics, Spanned};
use csdl_codegen::docs::Docs;
use csdl_codegen::lower::{self, CrateLayout, Input};
use csdl_codegen::model::{self, Model};
use csdl_codegen::names::decisions::Decisions;
use csdl_codegen::overlay::Overlay;
use csdl_codegen::sdk::Sdk;
use csdl_codegen::select::{self, Rule, Rules, Selection};
use csdl_codegen::service::{self, Dialect};
use csdl_codegen::{Inputs, csdl, diagnostic::Span, emit};

/// A document with `count` copies of each schema under different names.
///
/// The second copy of `microsoft.graph` is `copy1.microsoft.graph`, and its alias `graph` is
/// `graph1`. Only the first copy has the entity container.
pub fn copies(text: &str, count: usize) -> String {
    let (Some(start), Some(end)) = (text.find("<Schema "), text.rfind("</Schema>")) else {
        return text.to_owned();
    };
    let end = end + "</Schema>".len();
    let schemas = text.get(start..end).unwrap_or_default();
    let mut names = Vec::new();
    for head in schemas.split("<Schema ").skip(1) {
        let head = head.split('>').next().unwrap_or_default();
        for attribute in ["Namespace=\"", "Alias=\""] {
            let value = head.split(attribute).nth(1);
            names.extend(value.and_then(|rest| rest.split('"').next()));
        }
    }
    let mut out = text.get(..end).unwrap_or_default().to_owned();
    for copy in 1..count {
        let bare = without_containers(schemas);
        let mut rest = bare.as_str();
        // Names are the values of attributes, or the part of a value before a dot.
        while let Some((before, after)) = rest.split_once('"') {
            let (value, after) = after.split_once('"').unwrap_or((after, ""));
            let (open, inner) = match value.strip_prefix("Collection(") {
                Some(inner) => ("Collection(", inner),
                None => ("", value),
            };
            let whole = before.ends_with("Namespace=") || before.ends_with("Alias=");
            let qualified = |name: &&&str| {
                let rest = inner.strip_prefix(**name);
                rest.is_some_and(|rest| whole && rest.is_empty() || rest.starts_with('.'))
            };
            let name = names.iter().filter(qualified).max_by_key(|name| name.len());
            out.push_str(before);
            out.push('"');
            match name {
                Some(name) if name.contains('.') => {
                    out.push_str(&format!("{open}copy{copy}.{inner}"));
                }
                Some(name) => {
                    let tail = inner.get(name.len()..).unwrap_or_default();
                    out.push_str(&format!("{open}{name}{copy}{tail}"));
                }
                None => out.push_str(value),
            }
            out.push('"');
            rest = after;
        }
        out.push_str(rest);
    }
    out.push_str(text.get(end..).unwrap_or_default());
    out
}

fn without_containers(schemas: &str) -> String {
    let mut out = String::new();
    let mut rest = schemas;
    while let Some((before, after)) = rest.split_once("<EntityContainer ") {
        out.push_str(before);
        rest = after
            .split_once("</EntityContainer>")
            .map_or("", |(_, after)| after);
    }
    out + rest
}

/// The results of the stages before `lower`.
pub struct Ready {
    /// The resolved metadata.
    pub model: Model,
    /// The selection of everything.
    pub selection: Selection,
    overlay: Overlay,
    docs: Docs,
    decisions: Decisions,
    dialect: Dialect,
}

/// The rules that select everything.
pub fn everything() -> Rules {
    let all = Spanned::new(Rule::All, Span::default());
    Rules { list: vec![all] }
}

impl Ready {
    /// Selects everything in a model.
    pub fn new(model: Model) -> Self {
        let (selection, _) = select::select(&model, &everything());
        Self {
            dialect: Dialect::new(&service::File::default(), &model),
            model,
            selection,
            overlay: Overlay::default(),
            docs: Docs::default(),
            decisions: Decisions::default(),
        }
    }

    /// Runs `lower`.
    pub fn lower(&self) -> Sdk {
        let input = Input {
            model: &self.model,
            selection: &self.selection,
            overlay: &self.overlay,
            docs: &self.docs,
            decisions: &self.decisions,
            dialect: &self.dialect,
        };
        let layout = CrateLayout {
            header: "",
            runtime: "msgraph_runtime",
            root: "crate",
        };
        lower::lower(input, layout, &mut Diagnostics::default())
    }
}

/// The wall time of each stage, in seconds.
pub fn times(
    inputs: &Inputs,
    threads: Option<NonZeroUsize>,
) -> Result<Vec<(&'static str, f64)>, String> {
    let mut out = Vec::new();
    let mut last = Instant::now();
    let mut stage = |name| {
        out.push((name, last.elapsed().as_secs_f64()));
        last = Instant::now();
    };
    let read = inputs.metadata.iter();
    let documents: Vec<_> = read
        .map(|number| csdl::read(&inputs.sources, *number).0)
        .collect();
    stage("read");
    let (model, found) = model::resolve(&documents);
    if found.has_errors() {
        return Err(found.render(&inputs.sources));
    }
    stage("resolve");
    let ready = Ready::new(model);
    stage("select");
    let sdk = ready.lower();
    stage("lower");
    let files = emit::files(&sdk, threads).map_err(|error| error.to_string())?;
    stage("emit");
    drop((documents, ready, sdk, files));
    stage("drop");
    Ok(out)
}
