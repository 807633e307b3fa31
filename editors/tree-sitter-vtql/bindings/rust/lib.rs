//! VTQL, the query language of Vtiger CRM, for [tree-sitter](https://tree-sitter.github.io): for editors that
//! colour and fold by it. `vtql-parser` is the parser that checks and compiles.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_vtql::LANGUAGE.into())?;
//! let tree = parser.parse("select id from Contacts where city = 'Rome'", None).expect("no limit of time is set");
//! assert!(!tree.root_node().has_error());
//! # Ok::<(), tree_sitter::LanguageError>(())
//! ```

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_vtql() -> *const ();
}

/// The language.
// Safety: the function is the one that the generated parser defines, with the interface of its ABI.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_vtql) };

/// What the kinds of nodes are coloured as.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");
/// What in a text is of another language.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");
