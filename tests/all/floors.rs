//! Checks the house's plan: every path in `src/` stays on the floors of `src/lib.rs`, every folder
//! is in ARCHITECTURE.md, and no file grows past what one can read at once.

mod paths;
mod rules;
mod samples;

use std::fs;
use std::path::{Path, PathBuf};

/// No source file may be longer.
const LONGEST: usize = 500;
/// What a file should stay below.
const LONG: usize = 400;

#[test]
fn every_path_stays_on_its_floors() {
    let root = root();
    let mut found = Vec::new();
    for file in sources(&root.join("src")) {
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let module = module_of(file.strip_prefix(root.join("src")).unwrap());
        let module: Vec<_> = module.iter().map(String::as_str).collect();
        let source = fs::read_to_string(&file).unwrap();
        let mut broken = rules::violations(&source, &module);
        // A room's own tests may bring the simulator in, to play the other side.
        if module.contains(&"tests") {
            broken.retain(|broken| !broken.ends_with("must not know `sim`"));
        }
        found.extend(broken);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_root_only_names_the_rooms() {
    let source = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for item in syn::parse_file(&source).unwrap().items {
        assert!(
            matches!(&item, syn::Item::Mod(room) if room.content.is_none()),
            "src/lib.rs is the map of the house: what it defines or re-exports would have no floor"
        );
    }
}

#[test]
fn architecture_names_every_folder() {
    let root = root();
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut folders: Vec<_> = sources(&root.join("src"))
        .iter()
        .filter_map(|file| file.parent()?.strip_prefix(&root).ok().map(PathBuf::from))
        .filter(|folder| !folder.ends_with("tests"))
        .collect();
    folders.dedup();
    let unnamed: Vec<_> = folders
        .iter()
        .map(|folder| format!("{}/", folder.display()))
        .filter(|folder| !text.contains(folder))
        .collect();
    assert!(
        unnamed.is_empty(),
        "ARCHITECTURE.md doesn't name {unnamed:?}"
    );
}

#[test]
fn files_are_short_enough_to_read() {
    let root = root();
    let mut too_long = Vec::new();
    for file in [sources(&root.join("src")), sources(&root.join("tests"))].concat() {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        let name = file.strip_prefix(&root).unwrap().display().to_string();
        match text.lines().count() {
            lines if lines > LONGEST => too_long.push(format!("{name}: {lines} lines")),
            lines if lines > LONG => println!("{name}: {lines} lines, the aim is {LONG}"),
            _ => {}
        }
    }
    assert!(too_long.is_empty(), "split these:\n{}", too_long.join("\n"));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of source under `folder`, in order. Data and caches are not source.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with('.') || name == "data" || name.starts_with("__") {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if is_source(&path) {
            found.push(path);
        }
    }
    found
}

/// Code in any language, scripts without an extension too.
fn is_source(path: &Path) -> bool {
    path.extension().is_none_or(|extension| {
        ["rs", "py", "sh", "c", "css", "js", "sql"].contains(&extension.to_str().unwrap_or(""))
    })
}

/// `desk/take_in.rs` is `desk::take_in`; `desk/mod.rs` is `desk`; `lib.rs` is the root.
fn module_of(file: &Path) -> Vec<String> {
    let mut module: Vec<_> = file
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if module.last().is_some_and(|last| last == "mod") || module == ["lib"] {
        module.pop();
    }
    module
}

#[test]
fn a_file_is_the_module_that_the_compiler_sees() {
    for (file, module) in [
        ("lib.rs", ""),
        ("main.rs", "main"),
        ("clock.rs", "clock"),
        ("desk/mod.rs", "desk"),
        ("desk/take_in.rs", "desk::take_in"),
        ("sim/demo/mod.rs", "sim::demo"),
    ] {
        assert_eq!(module_of(Path::new(file)).join("::"), module);
    }
}
