//! Builds the manual with mdBook into the program: the appliance serves it, and needs no internet.

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=docs/manual");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let source = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("docs/manual");
    let mut config = Config::from_disk(source.join("book.toml"))?;
    let built = out.join("manual");
    config.build.build_dir.clone_from(&built);
    MDBook::load_with_config(&source, config)?.build()?;

    let mut names: Vec<_> = fs::read_dir(&built)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_ours(&source, name))
        .collect();
    names.sort();
    // Read again by src/web/manual.rs: a line with the name, a line with the length, the bytes.
    let mut bundle = Vec::new();
    for name in names {
        let mut content = fs::read(built.join(&name))?;
        if name.ends_with(".html") {
            // A chapter is read before its pictures are needed.
            let lazy = String::from_utf8(content)?.replace("<img ", "<img loading=\"lazy\" ");
            content = lazy.into_bytes();
        }
        bundle.extend(format!("{name}\n{}\n", content.len()).bytes());
        bundle.extend(content);
    }
    fs::write(out.join("manual.bundle"), bundle)?;
    Ok(())
}

/// A chapter, or a file beside the chapters: not what mdBook brings for its own look.
fn is_ours(source: &Path, name: &str) -> bool {
    let beside = source.join("src").join(name);
    let chapter = beside.with_extension("md");
    name == "index.html" || beside.is_file() || (name.ends_with(".html") && chapter.is_file())
}
