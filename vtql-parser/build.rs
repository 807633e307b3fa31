//! Turns `src/vtql.pest` into Rust: one function a rule, called directly, over the rules as pest's own
//! optimizer leaves them. Stock pest runs the same grammar through a queue of pairs, ten times slower;
//! a test holds the two against each other.

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

const GRAMMAR: &str = "src/vtql.pest";

fn main() {
    println!("cargo:rerun-if-changed={GRAMMAR}");
    println!("cargo:rerun-if-changed=build.rs");
    let grammar = fs::read_to_string(GRAMMAR).expect("the grammar is readable");
    let (_, rules) = pest_meta::parse_and_optimize(&grammar).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let code = Generator { rules: &rules }.file();
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("grammar.rs"), code).expect("OUT_DIR is writable");
}

struct Generator<'a> {
    rules: &'a [OptimizedRule],
}

impl Generator<'_> {
    fn file(&self) -> String {
        let mut code = String::new();
        let leaves = || self.rules.iter().filter(|rule| rule.ty != RuleType::Silent);
        code.push_str("/// The leaves of the tree: the atomic rules of `vtql.pest`.\n");
        code.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub(crate) enum Rule {\n");
        for rule in leaves() {
            let _ = writeln!(code, "    {},", variant(&rule.name));
        }
        code.push_str("}\n\n");
        for rule in self.rules {
            self.function(&mut code, rule);
        }
        code
    }

    fn function(&self, code: &mut String, rule: &OptimizedRule) {
        let name = &rule.name;
        if let Some(class) = class_of(&rule.expr) {
            let _ = writeln!(
                code,
                "#[inline(always)]\nfn class_{name}(byte: u8) -> bool {{ matches!(byte, {class}) }}"
            );
        }
        let body = self.expr(&rule.expr);
        match rule.ty {
            RuleType::Silent => {
                let _ = writeln!(
                    code,
                    "#[inline]\npub(super) fn rule_{name}(s: &mut Scan<'_>) -> bool {{ {body} }}"
                );
            }
            RuleType::Atomic => {
                let _ = writeln!(
                    code,
                    "#[inline]\npub(super) fn rule_{name}(s: &mut Scan<'_>) -> bool {{\n    let start = s.pos;\n    \
                     if {body} {{ s.leaf(Rule::{}, start); true }} else {{ false }}\n}}",
                    variant(name)
                );
            }
            other => {
                panic!("rule `{name}`: only silent and atomic rules have a translation, this is {other:?}")
            }
        }
    }

    /// An expression that is true when the text matches, and otherwise leaves the scan as it was.
    fn expr(&self, expr: &Expr) -> String {
        match expr {
            Expr::Range(..) | Expr::Choice(..) if let Some(class) = class_of(expr) => {
                format!("s.class(|byte| matches!(byte, {class}))")
            }
            Expr::Str(text) => match text.as_bytes() {
                [byte] => format!("s.byte({byte})"),
                bytes => format!("s.bytes(&{bytes:?})"),
            },
            Expr::Insens(text) => format!("s.insensitive(&{:?})", text.to_ascii_lowercase().as_bytes()),
            Expr::Ident(name) => match name.as_str() {
                "SOI" => "s.pos == 0".to_owned(),
                "EOI" => "s.at_end()".to_owned(),
                "ANY" => "s.any()".to_owned(),
                name if self.is_class(name) => format!("s.class(class_{name})"),
                name => format!("rule_{name}(s)"),
            },
            Expr::Rep(inner) => match &**inner {
                Expr::Ident(name) if self.is_class(name) => format!("s.class_run(class_{name})"),
                inner => format!("{{ while {} {{}} true }}", self.expr(inner)),
            },
            Expr::Opt(inner) => format!("{{ let _ = {}; true }}", self.expr(inner)),
            Expr::NegPred(inner) => match &**inner {
                Expr::Ident(name) if self.is_class(name) => format!("!s.at_class(class_{name})"),
                inner => format!("!s.ahead(|s| {})", self.expr(inner)),
            },
            Expr::PosPred(inner) => format!("s.ahead(|s| {})", self.expr(inner)),
            Expr::Skip(stops) => {
                let stops: Vec<&[u8]> = stops.iter().map(String::as_bytes).collect();
                match stops[..] {
                    [[byte]] => format!("s.skip_to({byte})"),
                    _ => format!("s.skip_to_any(&[{}])", list(stops.iter().map(|stop| format!("&{stop:?}")))),
                }
            }
            Expr::Seq(..) => {
                let mut parts = Vec::new();
                flatten_seq(expr, &mut parts);
                format!(
                    "s.all(|s| {})",
                    parts.iter().map(|part| self.expr(part)).collect::<Vec<_>>().join(" && ")
                )
            }
            Expr::Choice(..) => {
                let mut parts = Vec::new();
                flatten_choice(expr, &mut parts);
                let any = parts.iter().map(|part| self.expr(part)).collect::<Vec<_>>().join(" || ");
                match first_bytes(&parts) {
                    // Words are tried only where their first letter stands: most texts have none there.
                    Some(first) => format!("(matches!(s.peek() | 0x20, {first}) && ({any}))"),
                    None => format!("({any})"),
                }
            }
            other => panic!("no translation for {other:?}"),
        }
    }

    fn is_class(&self, name: &str) -> bool {
        self.rules
            .iter()
            .any(|rule| rule.name == name && rule.ty == RuleType::Silent && class_of(&rule.expr).is_some())
    }
}

/// The pattern of a rule that is one ASCII character of a set.
fn class_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Str(text) if text.len() == 1 => Some(text.as_bytes()[0].to_string()),
        Expr::Range(from, to) if from.is_ascii() && to.is_ascii() => {
            Some(format!("{}..={}", from.as_bytes()[0], to.as_bytes()[0]))
        }
        Expr::Choice(left, right) => Some(format!("{} | {}", class_of(left)?, class_of(right)?)),
        _ => None,
    }
}

fn first_bytes(words: &[&Expr]) -> Option<String> {
    let first: Option<BTreeSet<u8>> = words
        .iter()
        .map(|word| match word {
            Expr::Insens(text) => text.bytes().next().map(|byte| byte.to_ascii_lowercase()),
            _ => None,
        })
        .collect();
    Some(first?.iter().map(u8::to_string).collect::<Vec<_>>().join(" | "))
}

fn flatten_seq<'a>(expr: &'a Expr, parts: &mut Vec<&'a Expr>) {
    if let Expr::Seq(left, right) = expr {
        flatten_seq(left, parts);
        flatten_seq(right, parts);
    } else {
        parts.push(expr);
    }
}

fn flatten_choice<'a>(expr: &'a Expr, parts: &mut Vec<&'a Expr>) {
    if let Expr::Choice(left, right) = expr {
        flatten_choice(left, parts);
        flatten_choice(right, parts);
    } else {
        parts.push(expr);
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn variant(rule: &str) -> String {
    rule.split('_').map(|part| part[..1].to_ascii_uppercase() + &part[1..]).collect()
}
