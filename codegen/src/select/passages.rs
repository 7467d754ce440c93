//! Paths of `+ path` rules: they lead through entities of which nothing else is generated.
//!
//! ```text
//! + path users/{id}/onlineMeetings/{id}/recordings
//!        root  key  navigation     key  navigation: its target is selected like that of a root
//! ```

use super::closure::{BOTH, Closure, EXCLUDED, READ, UNKNOWN};
use super::rules::{Rule, Rules};
use super::{Passage, Reason};
use crate::diagnostic::{Code, Diagnostic, Span, closest};
use crate::model::{Model, PropertyId, Root, RootKind, Type, TypeId};

const PATH: Code = Code::new("E0174", "path");

/// A path of a rule.
struct ResolvedPath {
    /// The position of its root in [`Model::roots`].
    root: usize,
    /// Its navigation properties, each with the type that the path has reached before it.
    steps: Vec<(TypeId, PropertyId)>,
    /// The rule.
    rule: Span,
}

impl Closure<'_> {
    /// Selects the paths of the rules: their roots, and what their last segments lead to.
    pub(super) fn passages(&mut self, rules: &Rules) {
        let mut paths = Vec::new();
        for rule in &rules.list {
            let Rule::Path(text) = &rule.value else {
                continue;
            };
            match resolve(self.model, text, rule.span) {
                Ok(path) => paths.push(path),
                Err(diagnostic) => self.diagnostics.push(*diagnostic),
            }
        }
        for at in 0..paths.len() {
            match self.selected_anyway(&paths, at, rules) {
                Some(diagnostic) => self.diagnostics.push(diagnostic),
                None => self.include(&paths[at]),
            }
        }
    }

    /// Reports a path that another rule selects already.
    fn selected_anyway(
        &self,
        paths: &[ResolvedPath],
        at: usize,
        rules: &Rules,
    ) -> Option<Diagnostic> {
        let path = &paths[at];
        let redundant = |message: String, because: Span| {
            let diagnostic = Diagnostic::error(PATH, message, path.rule);
            let diagnostic = diagnostic.label(because, "selected here");
            Some(diagnostic.help("remove this line"))
        };
        let root = &self.model.roots[path.root];
        let by_rule = rules.list.iter().find(|rule| match &rule.value {
            Rule::All => true,
            Rule::Root(word, name) => *word == root.kind.word() && *name == root.name,
            _ => false,
        });
        if let Some(rule) = by_rule {
            let message = format!("everything below `{}` is selected anyway", root.name);
            return redundant(message, rule.span);
        }
        let begins =
            |other: &ResolvedPath| other.root == path.root && path.steps.starts_with(&other.steps);
        let mut others = paths.iter().enumerate();
        let (_, other) = others.find(|(number, other)| {
            let earlier = *number < at || other.steps.len() < path.steps.len();
            *number != at && earlier && begins(other)
        })?;
        let message = match other.steps.len() == path.steps.len() {
            true => "this path is selected twice".to_owned(),
            false => {
                let (_, last) = other.steps.last()?;
                let name = &self.model[*last].name;
                format!("everything below `{name}` is selected anyway")
            }
        };
        redundant(message, other.rule)
    }

    fn include(&mut self, path: &ResolvedPath) {
        self.selection.roots.insert(path.root);
        self.selection.passage_roots.insert(path.root);
        for (through, by) in &path.steps {
            let passages = &mut self.selection.passages;
            let passage = passages.entry(*through).or_insert_with(|| Passage {
                properties: Default::default(),
                because: Reason::Rule(path.rule),
            });
            passage.properties.insert(*by);
        }
        let Some((_, last)) = path.steps.last() else {
            return;
        };
        let property = &self.model[*last];
        let Some(target) = property.type_.named() else {
            return;
        };
        if let Some(&span) = self.excluded.get(&target) {
            let name = &self.model[target].name;
            let message = format!("this path leads to `{name}`, which is left out");
            let diagnostic = Diagnostic::error(EXCLUDED, message, path.rule);
            let diagnostic = diagnostic.label(span, "left out here");
            return self.diagnostics.push(diagnostic);
        }
        let how = if property.contains_target() {
            BOTH
        } else {
            READ
        };
        self.entity(target, how, Reason::Property(*last));
    }

    /// Notes the types that paths lead through although another rule selects them: their
    /// builders make requests.
    pub(super) fn report_passages(&mut self) {
        let mut notes = Vec::new();
        for (id, passage) in &self.selection.passages {
            if let (true, Reason::Rule(span)) = (self.selection.has_type(*id), passage.because) {
                let name = &self.model[*id].name;
                let message = format!("`{name}` is selected: its builder makes requests, too");
                notes.push(Diagnostic::note(PATH, message, span));
            }
        }
        for note in notes {
            self.diagnostics.push(note);
        }
    }
}

/// The part of a path that has been resolved.
struct Reached<'m> {
    name: &'m str,
    type_: TypeId,
    /// Whether it is a collection, so that a key has to follow.
    many: bool,
}

/// Finds what the segments of a path name.
fn resolve(model: &Model, text: &str, rule: Span) -> Result<ResolvedPath, Box<Diagnostic>> {
    let segments: Vec<&str> = text.split('/').collect();
    if segments.contains(&"") {
        let named: Vec<&str> = segments.into_iter().filter(|s| !s.is_empty()).collect();
        let diagnostic = Diagnostic::error(PATH, "a segment of the path is empty", rule);
        return Err(instead(diagnostic, &named));
    }
    let (root, mut reached) = root(model, segments[0], rule)?;
    let mut steps = Vec::new();
    for (at, segment) in segments.iter().enumerate().skip(1) {
        let fault = |message: String| Diagnostic::error(PATH, message, rule);
        if is_key(segment) {
            if !reached.many {
                let without = without(&segments, at);
                let message = format!("`{}` is one entity and has no key", reached.name);
                return Err(instead(fault(message), &without));
            }
            if model.key(reached.type_).is_empty() {
                let name = &model[reached.type_].name;
                return Err(fault(format!("`{name}` has no key")).into());
            }
            reached.many = false;
            continue;
        }
        if reached.many {
            let mut with = segments.clone();
            with.insert(at, "{id}");
            let message = format!("`{}` is a collection: a key has to follow", reached.name);
            return Err(instead(fault(message), &with));
        }
        let (by, next) = navigation(model, &reached, segment, rule)?;
        steps.push((reached.type_, by));
        reached = next;
    }
    if steps.is_empty() {
        let root = &model.roots[root];
        let (word, name) = (root.kind.word(), &root.name);
        let diagnostic = Diagnostic::error(PATH, "a path ends with a navigation property", rule);
        let help = format!("select all of it by `+ {word} {name}`");
        return Err(diagnostic.help(help).into());
    }
    if segments.last().is_some_and(|last| is_key(last)) {
        let diagnostic = Diagnostic::error(PATH, "a path ends with a navigation property", rule);
        return Err(instead(diagnostic, &without(&segments, segments.len() - 1)));
    }
    Ok(ResolvedPath { root, steps, rule })
}

/// The root at which a path begins.
fn root<'m>(
    model: &'m Model,
    segment: &str,
    rule: Span,
) -> Result<(usize, Reached<'m>), Box<Diagnostic>> {
    let entity = |root: &Root| match root.kind {
        RootKind::Singleton { type_, .. } => Some((type_, false)),
        RootKind::EntitySet { type_ } => Some((type_, true)),
        _ => None,
    };
    let Some(at) = model.roots.iter().position(|root| root.name == segment) else {
        let known = model.roots.iter().filter(|root| entity(root).is_some());
        let near = closest(segment, known.map(|root| root.name.as_str()));
        let message = format!("there is no singleton or set `{segment}`");
        return Err(Diagnostic::error(UNKNOWN, message, rule)
            .suggest(near)
            .into());
    };
    let root = &model.roots[at];
    let Some((type_, many)) = entity(root) else {
        let word = root.kind.word();
        let message = format!("a path begins at a singleton or a set; `{segment}` is a {word}");
        return Err(Diagnostic::error(PATH, message, rule).into());
    };
    let name = root.name.as_str();
    Ok((at, Reached { name, type_, many }))
}

/// The navigation property that a segment names, and where it leads.
fn navigation<'m>(
    model: &'m Model,
    reached: &Reached<'m>,
    segment: &str,
    rule: Span,
) -> Result<(PropertyId, Reached<'m>), Box<Diagnostic>> {
    let owner = &model[reached.type_].name;
    if segment.contains('.') {
        let message = format!("`{segment}` is a type; a path of a rule has no type casts");
        return Err(Diagnostic::error(PATH, message, rule).into());
    }
    let properties = model.all_properties(reached.type_);
    let Some((at, property)) = properties.iter().find(|(_, found)| found.name == segment) else {
        let known = properties
            .iter()
            .filter(|(_, found)| found.navigation.is_some());
        let near = closest(segment, known.map(|(_, found)| found.name.as_str()));
        let message = format!("`{owner}` has no navigation property `{segment}`");
        return Err(Diagnostic::error(UNKNOWN, message, rule)
            .suggest(near)
            .into());
    };
    let target = property
        .type_
        .named()
        .filter(|_| property.navigation.is_some());
    let Some(type_) = target.filter(|id| model.type_(*id).is_some_and(Type::is_entity)) else {
        let message = format!("property `{segment}` of `{owner}` leads to no entity");
        return Err(Diagnostic::error(PATH, message, rule).into());
    };
    let name = property.name.as_str();
    let many = property.type_.collection;
    Ok((*at, Reached { name, type_, many }))
}

/// Whether a segment stands for a key: `{id}`.
fn is_key(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// The segments but for one.
fn without<'s>(segments: &[&'s str], at: usize) -> Vec<&'s str> {
    let kept = segments
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at);
    kept.map(|(_, segment)| *segment).collect()
}

/// A fault with a suggestion of what to write instead.
fn instead(diagnostic: Diagnostic, segments: &[&str]) -> Box<Diagnostic> {
    let path = segments.join("/");
    let near = (!path.is_empty()).then(|| format!("+ path {path}"));
    diagnostic.suggest(near).into()
}

#[cfg(test)]
mod tests;
