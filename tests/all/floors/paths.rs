//! Finds every path that a source file names: in `use` trees, types, expressions and patterns, in
//! attributes, and in the tokens that macros are given.

use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{self, Visit};

/// Something that a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The segments as written, without a leading `::`. A glob ends in `*`.
    pub segments: Vec<String>,
    /// The module in which it is written, from the crate's root.
    pub module: Vec<String>,
    /// Whether it is written in test code.
    pub in_test: bool,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A path to an item, a type or a value.
    Path,
    /// `async fn`, `async {}`, an async closure, or `.await`.
    Async,
    /// A construct that would let a path escape this check; `segments` says which.
    Escape,
}

/// Reads `source`, which is the module `module`, and gives back all that it names.
///
/// Panics when it isn't Rust: the compiler would have said so first.
pub fn named_in(source: &str, module: &[&str]) -> Vec<Named> {
    let file = syn::parse_file(source).unwrap_or_else(|why| panic!("{module:?}: {why}"));
    let mut collector = Collector {
        module: module.iter().map(|name| name.to_string()).collect(),
        tests: usize::from(
            is_test_only(&file.attrs)
                || module
                    .iter()
                    .any(|name| *name == "tests" || name.ends_with("_tests")),
        ),
        found: Vec::new(),
    };
    collector.visit_file(&file);
    collector.found
}

struct Collector {
    module: Vec<String>,
    /// How many enclosing items are compiled for tests only.
    tests: usize,
    found: Vec<Named>,
}

impl Collector {
    fn push(&mut self, kind: Kind, segments: Vec<String>) {
        self.found.push(Named {
            segments,
            module: self.module.clone(),
            in_test: self.tests > 0,
            kind,
        });
    }

    fn escape(&mut self, what: &str) {
        self.push(Kind::Escape, vec![what.to_owned()]);
    }

    fn use_tree(&mut self, prefix: &[String], tree: &syn::UseTree) {
        let with = |last: &syn::Ident| [prefix, &[last.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.use_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Group(group) => {
                for item in &group.items {
                    self.use_tree(prefix, item);
                }
            }
            syn::UseTree::Glob(_) => self.push(Kind::Path, [prefix, &["*".to_owned()]].concat()),
            syn::UseTree::Name(name) if name.ident == "self" => {
                self.push(Kind::Path, prefix.to_vec());
            }
            syn::UseTree::Rename(name) if name.ident == "self" && !prefix.is_empty() => {
                self.push(Kind::Path, prefix.to_vec());
            }
            syn::UseTree::Name(name) => self.push(Kind::Path, with(&name.ident)),
            syn::UseTree::Rename(name) => self.push(Kind::Path, with(&name.ident)),
        }
    }

    /// Walks the tokens of a macro call, a macro's definition or an attribute.
    ///
    /// What they will mean can't be known here, so every `a::b` is taken as a path. `prefix` is
    /// what stood before a brace, as in `use a::{b, c}`. Strings count only in attributes
    /// (`#[serde(with = "a::b")]`).
    fn tokens(&mut self, mut at: Cursor<'_>, prefix: &[String], strings: bool) {
        while !at.eof() {
            if let Some((ident, rest)) = at.ident() {
                let mut segments = prefix.to_vec();
                segments.push(ident.to_string());
                at = self.rest_of_path(rest, segments, strings);
            } else if let Some((inside, _, _, rest)) = at.any_group() {
                self.tokens(inside, &[], strings);
                at = rest;
            } else if let Some((literal, rest)) = at.literal() {
                if strings {
                    self.string(&literal.to_string());
                }
                at = rest;
            } else if let Some((_, rest)) = at.token_tree() {
                at = rest;
            }
        }
    }

    fn rest_of_path<'a>(
        &mut self,
        mut at: Cursor<'a>,
        mut segments: Vec<String>,
        strings: bool,
    ) -> Cursor<'a> {
        while let Some(after) = two_colons(at) {
            if let Some((ident, rest)) = after.ident() {
                segments.push(ident.to_string());
                at = rest;
            } else if let Some((inside, _, _, rest)) = after.any_group() {
                self.tokens(inside, &segments, strings);
                return rest;
            } else {
                at = after;
                break;
            }
        }
        match segments.as_slice() {
            [only] if only == "async" || only == "await" => self.push(Kind::Async, segments),
            [_] => {}
            _ => self.push(Kind::Path, segments),
        }
        at
    }

    fn string(&mut self, literal: &str) {
        let path = syn::parse_str::<syn::LitStr>(literal)
            .and_then(|text| syn::parse_str::<syn::Path>(&text.value()));
        if let Ok(path) = path
            && path.segments.len() > 1
        {
            self.visit_path(&path);
        }
    }
}

/// The cursor after `::`, if that is what comes next.
fn two_colons(at: Cursor<'_>) -> Option<Cursor<'_>> {
    let (first, rest) = at.punct()?;
    let (second, rest) = rest.punct()?;
    (first.as_char() == ':' && second.as_char() == ':').then_some(rest)
}

/// Whether the attributes say `#[cfg(test)]` or `#[test]`.
fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        path.is_ident("test")
            || path.is_ident("cfg")
                && attribute
                    .parse_args::<syn::Path>()
                    .is_ok_and(|condition| condition.is_ident("test"))
    })
}

/// Whether `#[path = "…"]` names a file in the same folder, or one in a folder of tests.
fn names_tests(attribute: &syn::Attribute) -> bool {
    let syn::Meta::NameValue(path) = &attribute.meta else {
        return false;
    };
    matches!(&path.value, syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. })
        if !name.value().contains('/') || name.value().split('/').any(|folder| folder == "tests"))
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found_path(path);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("include") {
            self.escape("include!");
        }
        self.tokens(TokenBuffer::new2(call.tokens.clone()).begin(), &[], false);
        visit::visit_macro(self, call);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.tokens(TokenBuffer::new2(list.tokens.clone()).begin(), &[], true);
        visit::visit_meta_list(self, list);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        // A test module may lie beside the file that it tests, or in a folder of tests.
        if attribute.path().is_ident("path") && (self.tests == 0 || !names_tests(attribute)) {
            self.escape("#[path]");
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_item_extern_crate(&mut self, _: &'ast syn::ItemExternCrate) {
        self.escape("extern crate");
    }

    /// `pub(in crate::room)` grants a view, and takes nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let tests = usize::from(is_test_only(&item.attrs));
        self.tests += tests;
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
        self.tests -= tests;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let tests = usize::from(is_test_only(&item.attrs));
        self.tests += tests;
        visit::visit_item_fn(self, item);
        self.tests -= tests;
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if signature.asyncness.is_some() {
            self.push(Kind::Async, vec![format!("async fn {}", signature.ident)]);
        }
        visit::visit_signature(self, signature);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.push(Kind::Async, vec!["async block".to_owned()]);
        visit::visit_expr_async(self, block);
    }

    fn visit_expr_await(&mut self, wait: &'ast syn::ExprAwait) {
        self.push(Kind::Async, vec![".await".to_owned()]);
        visit::visit_expr_await(self, wait);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        if closure.asyncness.is_some() {
            self.push(Kind::Async, vec!["async closure".to_owned()]);
        }
        visit::visit_expr_closure(self, closure);
    }
}

impl Collector {
    fn found_path(&mut self, path: &syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if segments.len() > 1 || path.leading_colon.is_some() {
            self.push(Kind::Path, segments);
        }
    }
}
