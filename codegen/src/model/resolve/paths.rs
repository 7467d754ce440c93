//! Follows a path of properties and casts through the model.

use super::super::{Property, TypeId};
use super::Resolver;

/// The end of a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct PathEnd<'m> {
    /// The last property; `None` if the path is empty or ends in a cast.
    pub property: Option<&'m Property>,
}

impl Resolver<'_> {
    /// Follows a path in which casts have full namespaces; the error names the segment that
    /// cannot be resolved.
    pub(super) fn follow(&self, from: TypeId, path: &str) -> Result<PathEnd<'_>, String> {
        let mut at = Some(from);
        let mut property = None;
        for step in path.split('/').filter(|step| !step.is_empty()) {
            let Some(id) = at else {
                return Err(format!(
                    "`{path}` goes on at `{step}`, after a value without properties"
                ));
            };
            if step.contains('.') {
                let cast = self.symbols.find_expanded(step);
                match cast.filter(|&cast| self.model.is_a(cast, id)) {
                    Some(cast) => at = Some(cast),
                    None => {
                        return Err(format!("`{path}` casts to `{step}`, which does not derive"));
                    }
                }
                property = None;
                continue;
            }
            match self.find_property(id, step) {
                Some((_, found)) => {
                    property = Some(found);
                    at = found.type_.named();
                }
                // A base type from a missing document may declare the property, so the rest
                // of the path cannot be checked.
                None if self.has_external_base(id) => return Ok(PathEnd { property: None }),
                None => {
                    let name = self.model.type_(id).map(|t| t.name.name.as_str());
                    let name = name.unwrap_or_default();
                    return Err(format!(
                        "`{path}` goes to `{step}`, which `{name}` does not have"
                    ));
                }
            }
        }
        Ok(PathEnd { property })
    }
}
