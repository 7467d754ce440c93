//! Builds the module tree from files and the modules that contain them.

use std::collections::BTreeMap;

use crate::sdk::{Doc, File, Module};

/// The path of the modules that contain a file, outermost first.
pub type ModulePath = Vec<String>;

/// Inserts files into a tree of modules.
pub fn tree(root: &str, files: Vec<(ModulePath, File)>, doc: &dyn Fn(&[String]) -> Doc) -> Module {
    let mut places: BTreeMap<ModulePath, Vec<File>> = BTreeMap::new();
    for (place, file) in files {
        places.entry(place).or_default().push(file);
    }
    let mut top = Module {
        name: root.to_owned(),
        doc: doc(&[root.to_owned()]),
        ..Module::default()
    };
    // The list is sorted, so the module of a file is the last one that was created, or a
    // new one.
    for (place, mut files) in places {
        let mut at = &mut top;
        for depth in 1..place.len() {
            let Some(name) = place.get(depth) else {
                break;
            };
            if at.modules.last().is_none_or(|module| module.name != *name) {
                let here = place.get(..=depth).unwrap_or_default();
                at.modules.push(Module {
                    name: name.clone(),
                    doc: doc(here),
                    ..Module::default()
                });
            }
            match at.modules.last_mut() {
                Some(module) => at = module,
                None => break,
            }
        }
        at.files.append(&mut files);
    }
    top
}

/// Sorts modules and files by name.
pub fn sort(root: &mut Module) {
    let mut todo = vec![root];
    while let Some(module) = todo.pop() {
        module.modules.sort_by(|a, b| a.name.cmp(&b.name));
        module.files.sort_by(|a, b| a.name.cmp(&b.name));
        todo.extend(module.modules.iter_mut());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_find_their_module() {
        let file = |name: &str| File {
            name: name.to_owned(),
            ..File::default()
        };
        let place = |list: &[&str]| -> ModulePath { list.iter().map(|&m| m.to_owned()).collect() };
        let files = vec![
            (place(&["models", "b", "c"]), file("z")),
            (place(&["models"]), file("y")),
            (place(&["models", "a"]), file("x")),
            (place(&["models", "b", "c"]), file("w")),
        ];
        let mut tree = tree("models", files, &|modules| Doc(vec![modules.join("/")]));
        sort(&mut tree);
        assert_eq!(tree.files, [file("y")]);
        assert_eq!(
            tree.modules
                .iter()
                .map(|m| m.name.as_str())
                .collect::<Vec<_>>(),
            ["a", "b"]
        );
        let c = &tree.modules[1].modules[0];
        assert_eq!(c.doc.0, ["models/b/c"]);
        assert_eq!(c.files, [file("w"), file("z")]);
    }
}
