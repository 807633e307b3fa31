//! The modules of a crate, and which of them names which.

use crate::paths::{Named, named};
use proc_macro2::TokenStream;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module by its path: `transport`, `answer`.
type Module = Vec<String>;

/// From one room to another, with a file that shows it.
pub(crate) type Arrows = BTreeMap<(String, String), String>;

struct File {
    name: String,
    module: Module,
    named: Named,
}

impl File {
    fn test_modules(&self) -> impl Iterator<Item = Module> {
        self.named.test_modules.iter().map(|name| [&*self.module, std::slice::from_ref(name)].concat())
    }
}

pub(crate) struct Crate {
    files: Vec<File>,
    modules: BTreeSet<Module>,
}

impl Crate {
    /// Reads all files of a folder but those of tests.
    pub(crate) fn read(source: &Path) -> Self {
        let mut files = Vec::new();
        read(source, source, &mut files);
        assert!(!files.is_empty(), "{} has no files", source.display());
        let for_tests: BTreeSet<Module> = files.iter().flat_map(File::test_modules).collect();
        files.retain(|file| !for_tests.contains(&file.module));
        let mut modules = BTreeSet::new();
        for file in &files {
            modules.extend((0..=file.module.len()).map(|length| file.module[..length].to_vec()));
        }
        Crate { files, modules }
    }

    /// The modules that have modules in them; the crate itself is the empty path.
    pub(crate) fn folders(&self) -> BTreeSet<Module> {
        self.modules.iter().filter_map(|module| Some(module.split_last()?.1.to_vec())).collect()
    }

    /// Which of the modules in a folder names which other.
    pub(crate) fn arrows_within(&self, folder: &[String]) -> Arrows {
        let room = |module: &[String]| module.strip_prefix(folder).and_then(|rest| rest.first().cloned());
        let mut arrows = Arrows::new();
        for file in &self.files {
            let Some(from) = room(&file.module) else { continue };
            for to in file.named.paths.iter().filter_map(|path| room(&self.resolve(&file.module, path)?)) {
                if from != to {
                    let full = |name: &str| [folder, &[name.to_owned()]].concat().join("::");
                    arrows.entry((full(&from), full(&to))).or_insert_with(|| file.name.clone());
                }
            }
        }
        arrows
    }

    /// The module that a path leads to, through what modules on the way export of others.
    fn resolve(&self, here: &[String], path: &[String]) -> Option<Module> {
        self.resolve_within(here, path, 8)
    }

    fn resolve_within(&self, here: &[String], path: &[String], depth: usize) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let (mut module, mut rest) = match first.as_str() {
            "crate" => (Vec::new(), rest),
            "self" => (here.to_vec(), rest),
            "super" => (here.split_last()?.1.to_vec(), rest),
            // A path of a `use` may begin with a module of the file's own.
            name if self.modules.contains(&[here, &[name.to_owned()]].concat()) => (here.to_vec(), path),
            _ => return None,
        };
        while let Some((name, further)) = rest.split_first() {
            if name == "super" {
                module.pop()?;
            } else if self.modules.contains(&[&*module, std::slice::from_ref(name)].concat()) {
                module.push(name.clone());
            } else {
                let exported = (depth > 0).then(|| self.exported(&module, name, depth)).flatten();
                return Some(exported.unwrap_or(module));
            }
            rest = further;
        }
        Some(module)
    }

    /// The module that a name comes from which another exports.
    fn exported(&self, module: &[String], name: &str, depth: usize) -> Option<Module> {
        let file = self.files.iter().find(|file| file.module == module)?;
        let mut all =
            file.named.paths.iter().filter(|path| path.len() > 1 && path.last().is_some_and(|it| it == name));
        let target = all.find_map(|path| self.resolve_within(module, path, depth - 1))?;
        (target != module).then_some(target)
    }
}

fn read(source: &Path, folder: &Path, files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if stem == "tests" {
            continue;
        }
        if path.is_dir() {
            read(source, &path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let tokens: TokenStream = fs::read_to_string(&path).unwrap().parse().unwrap();
            let name = path.strip_prefix(source).unwrap().to_str().unwrap().replace('\\', "/");
            let mut module: Module = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
            if ["mod", "lib", "main"].contains(&&*stem) {
                module.pop();
            }
            files.push(File { name, module, named: named(tokens) });
        }
    }
}
