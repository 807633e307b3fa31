//! What each language is like: one file a language.

mod bash;
mod c_sharp;
mod go;
mod java;
mod javascript;
mod kotlin;
mod objective_c;
mod php;
mod python;
mod ruby;
mod rust;
mod scala;
mod swift;

pub(crate) use rust::STRING as RUST_STRING;

use crate::syntax::Syntax;
use std::path::Path;
use vtql_parser::Dialect;

/// A language that queries are embedded in.
///
/// ```
/// use std::path::Path;
/// use vtql_hosts::Language;
///
/// assert_eq!(Language::of(Path::new("src/Report.java")), Some(Language::Java));
/// assert_eq!(Language::named("typescript"), Some(Language::TypeScript));
/// assert_eq!(Language::of(Path::new("setup.exe")), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Language {
    /// Shell scripts.
    Bash,
    /// C#.
    CSharp,
    /// Go.
    Go,
    /// HTML, and what holds scripts as it does: Vue, Svelte.
    Html,
    /// Java.
    Java,
    /// JavaScript, with JSX.
    JavaScript,
    /// JSON, with comments and several documents.
    Json,
    /// Kotlin.
    Kotlin,
    /// Markdown.
    Markdown,
    /// Objective-C.
    ObjectiveC,
    /// PHP.
    Php,
    /// Python.
    Python,
    /// Ruby.
    Ruby,
    /// Rust.
    Rust,
    /// Scala.
    Scala,
    /// Swift.
    Swift,
    /// TypeScript.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
    /// YAML.
    Yaml,
}

/// Every language with the names of fences and the ends of file names that stand for it.
const NAMES: &[(Language, &str, &[&str], &[&str])] = &[
    (Language::Bash, "Bash", &["sh", "bash", "zsh", "ksh"], &["shell", "console", "curl", "shellscript"]),
    (Language::CSharp, "C#", &["cs", "csx"], &["csharp", "c#"]),
    (Language::Go, "Go", &["go"], &["golang"]),
    (Language::Html, "HTML", &["html", "htm", "xhtml", "vue", "svelte"], &[]),
    (Language::Java, "Java", &["java"], &[]),
    (
        Language::JavaScript,
        "JavaScript",
        &["js", "mjs", "cjs", "jsx", "gs"],
        &["javascript", "javascriptreact", "node"],
    ),
    (Language::Json, "JSON", &["json", "jsonc", "json5", "jsonl", "ndjson", "webmanifest"], &[]),
    (Language::Kotlin, "Kotlin", &["kt", "kts"], &["kotlin"]),
    (Language::Markdown, "Markdown", &["md", "markdown", "mdx"], &[]),
    (
        Language::ObjectiveC,
        "Objective-C",
        &["m", "mm"],
        &["objc", "objcpp", "objectivec", "objective-c", "objective-cpp"],
    ),
    (Language::Php, "PHP", &["php", "phtml", "inc", "php5", "php7", "phps"], &[]),
    (Language::Python, "Python", &["py", "pyi", "pyw"], &["python", "python3"]),
    (Language::Ruby, "Ruby", &["rb", "rake", "gemspec", "ru"], &["ruby"]),
    (Language::Rust, "Rust", &["rs"], &["rust"]),
    (Language::Scala, "Scala", &["scala", "sc"], &[]),
    (Language::Swift, "Swift", &["swift"], &[]),
    (Language::TypeScript, "TypeScript", &["ts", "mts", "cts"], &["typescript"]),
    (Language::Tsx, "TSX", &["tsx"], &["typescriptreact"]),
    (Language::Yaml, "YAML", &["yaml", "yml"], &[]),
];

impl Language {
    /// The language of a file, by the end of its name; `None` when it is not known.
    pub fn of(path: &Path) -> Option<Self> {
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        NAMES.iter().find(|(_, _, ends, _)| ends.contains(&end.as_str())).map(|it| it.0)
    }

    /// The language that a fence in Markdown names, or the end of a file name.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let is_named = |ends: &[&str], others: &[&str]| ends.contains(&&*name) || others.contains(&&*name);
        NAMES.iter().find(|(_, _, ends, others)| is_named(ends, others)).map(|it| it.0)
    }

    /// Every language, in order of the names.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|it| it.0)
    }

    /// What people call it: `C#`.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }

    /// The ends of file names that stand for it: `["cs", "csx"]`.
    pub fn extensions(self) -> &'static [&'static str] {
        NAMES.iter().find(|it| it.0 == self).map_or(&[], |it| it.2)
    }

    /// The dialect that is usual in it: programs in Rust hand surface texts to this library, pages show
    /// them, all others send what they write.
    pub fn dialect(self) -> Dialect {
        match self {
            Language::Markdown => Dialect::Surface,
            _ => self.syntax().map_or(Dialect::Wire, |syntax| syntax.dialect),
        }
    }

    /// What is known of the language of a text. The code of PHP stands alone in documentation.
    pub(crate) fn syntax_of(self, source: &str) -> Option<&'static Syntax> {
        if self == Language::Php && !source.contains("<?") { Some(&php::CODE) } else { self.syntax() }
    }

    /// What is known of a programming language; `None` for data and pages.
    pub(crate) fn syntax(self) -> Option<&'static Syntax> {
        Some(match self {
            Language::Bash => &bash::SYNTAX,
            Language::CSharp => &c_sharp::SYNTAX,
            Language::Go => &go::SYNTAX,
            Language::Java => &java::SYNTAX,
            Language::JavaScript | Language::Tsx => &javascript::TSX,
            Language::TypeScript => &javascript::TYPESCRIPT,
            Language::Kotlin => &kotlin::SYNTAX,
            Language::ObjectiveC => &objective_c::SYNTAX,
            Language::Php => &php::SYNTAX,
            Language::Python => &python::SYNTAX,
            Language::Ruby => &ruby::SYNTAX,
            Language::Rust => &rust::SYNTAX,
            Language::Scala => &scala::SYNTAX,
            Language::Swift => &swift::SYNTAX,
            Language::Html | Language::Json | Language::Markdown | Language::Yaml => return None,
        })
    }
}
