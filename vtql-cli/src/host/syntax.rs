//! What is to be known of each host language: comments, strings, and how they are joined.

use std::path::Path;
use vtql_parser::Dialect;

/// A language that queries are embedded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Php,
    Python,
    JavaScript,
    Java,
    Go,
    Ruby,
    Markdown,
}

/// A kind of string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) escapes: Escapes,
    pub(super) holes: Holes,
    pub(super) multiline: bool,
}

/// What a backslash does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// Nothing.
    None,
    /// It keeps the closing quote from closing, and stays (Python's raw strings).
    Kept,
    /// It takes the meaning of itself and of the quote away, and stays before everything else.
    Quote,
    /// `\n`, `\x41`, `\u{41}` and so on.
    Full,
}

/// What is filled in when the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holes {
    None,
    /// `$name`, `$name->field`, `$name[0]`, `{$…}`, `${…}`
    Php,
    /// `${…}`
    Dollar,
    /// `#{…}`
    Hash,
    /// `{…}`, and `{{` for a brace
    Braces,
}

/// The surface of a language.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of a language, and stands alone")]
pub(super) struct Syntax {
    pub(super) line_comments: &'static [&'static str],
    pub(super) block_comment: Option<(&'static str, &'static str)>,
    pub(super) nested_comments: bool,
    /// Longer ones first.
    pub(super) quotes: &'static [Quote],
    /// The operator that joins strings.
    pub(super) join: char,
    /// Whether strings that follow each other are one.
    pub(super) adjacent: bool,
    /// Whether a line break can end an expression.
    pub(super) lines_end: bool,
    /// Whether `'x'` is a character, and no string.
    pub(super) chars: bool,
    /// Whether `/…/` can be a regular expression.
    pub(super) regex: bool,
}

const fn quote(open: &'static str, escapes: Escapes, holes: Holes, multiline: bool) -> Quote {
    Quote { open, close: open, escapes, holes, multiline }
}

const SLASHES: &[&str] = &["//"];
const C_COMMENT: Option<(&str, &str)> = Some(("/*", "*/"));

impl Language {
    /// The language of a file, by the end of its name.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        Language::named(path.extension()?.to_str()?)
    }

    /// The language that a file name's end or a fence in Markdown names.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "rs" | "rust" => Language::Rust,
            "php" | "phtml" | "inc" => Language::Php,
            "py" | "python" => Language::Python,
            "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" | "javascript" | "typescript" => {
                Language::JavaScript
            }
            "java" => Language::Java,
            "go" | "golang" => Language::Go,
            "rb" | "ruby" => Language::Ruby,
            "md" | "markdown" => Language::Markdown,
            _ => return None,
        })
    }

    /// The dialect that programs of this language write: this library takes surface texts, what others
    /// write goes to the server as it is.
    pub(super) fn dialect(self) -> Dialect {
        match self {
            Language::Rust | Language::Markdown => Dialect::Surface,
            _ => Dialect::Wire,
        }
    }

    pub(super) fn syntax(self) -> Syntax {
        use Escapes::{Full, None as Raw, Quote as Few};
        let base = Syntax {
            line_comments: SLASHES,
            block_comment: C_COMMENT,
            nested_comments: false,
            quotes: &const { [quote("\"", Full, Holes::None, false)] },
            join: '+',
            adjacent: false,
            lines_end: false,
            chars: true,
            regex: false,
        };
        match self {
            Language::Rust | Language::Markdown => Syntax {
                nested_comments: true,
                quotes: &const { [quote("\"", Full, Holes::None, true)] },
                ..base
            },
            Language::Php => Syntax {
                line_comments: &["//", "#"],
                quotes: &const {
                    [
                        quote("'", Few, Holes::None, true),
                        quote("\"", Full, Holes::Php, true),
                        quote("`", Full, Holes::Php, true),
                    ]
                },
                join: '.',
                chars: false,
                ..base
            },
            Language::Python => Syntax {
                line_comments: &["#"],
                block_comment: None,
                quotes: &const {
                    [
                        quote("\"\"\"", Full, Holes::None, true),
                        quote("'''", Full, Holes::None, true),
                        quote("\"", Full, Holes::None, false),
                        quote("'", Full, Holes::None, false),
                    ]
                },
                adjacent: true,
                lines_end: true,
                chars: false,
                ..base
            },
            Language::JavaScript => Syntax {
                quotes: &const {
                    [
                        quote("\"", Full, Holes::None, false),
                        quote("'", Full, Holes::None, false),
                        quote("`", Full, Holes::Dollar, true),
                    ]
                },
                lines_end: true,
                chars: false,
                regex: true,
                ..base
            },
            Language::Java => Syntax {
                quotes: &const {
                    [quote("\"\"\"", Full, Holes::None, true), quote("\"", Full, Holes::None, false)]
                },
                ..base
            },
            Language::Go => Syntax {
                quotes: &const { [quote("`", Raw, Holes::None, true), quote("\"", Full, Holes::None, false)] },
                lines_end: true,
                ..base
            },
            Language::Ruby => Syntax {
                line_comments: &["#"],
                block_comment: Some(("\n=begin", "\n=end")),
                quotes: &const {
                    [
                        quote("'", Few, Holes::None, true),
                        quote("\"", Full, Holes::Hash, true),
                        quote("`", Full, Holes::Hash, true),
                    ]
                },
                adjacent: true,
                lines_end: true,
                chars: false,
                regex: true,
                ..base
            },
        }
    }
}
