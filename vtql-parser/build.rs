//! Turns `src/vtql.pest` into Rust: one function a rule, called directly, over the rules as pest's own
//! optimizer leaves them. Stock pest runs the same grammar through a queue of pairs, ten times slower;
//! a test holds the two against each other.

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

const GRAMMAR: &str = "src/vtql.pest";

/// A look at the next byte is worth its while up to this many ranges.
const MAX_LOOK: usize = 6;

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
                "const fn class_{name}(byte: u8) -> bool {{\n    \
                 const MEMBERS: [bool; 256] = {{\n        let mut members = [false; 256];\n        let mut byte = 0;\n        \
                 while byte < 256 {{ members[byte] = matches!(byte as u8, {class}); byte += 1; }}\n        members\n    }};\n    \
                 MEMBERS[byte as usize]\n}}"
            );
        }
        let body = self.expr(&rule.expr);
        match rule.ty {
            RuleType::Silent => {
                // White space is met everywhere and is short.
                let inline = if self.can_fail(&rule.expr) { "#[inline]" } else { "#[inline(always)]" };
                let _ = writeln!(
                    code,
                    "{inline}\npub(super) fn rule_{name}(s: &mut Scan<'_>) -> bool {{ {body} }}"
                );
            }
            RuleType::Atomic => {
                assert!(!self.has_leaves(&rule.expr), "rule `{name}`: a leaf has no leaves inside");
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
            Expr::Insens(text) => format!("s.insensitive(b{:?})", text.to_ascii_lowercase()),
            Expr::Ident(name) => match name.as_str() {
                "SOI" => "s.pos == 0".to_owned(),
                "EOI" => "s.at_end()".to_owned(),
                "ANY" => "s.any()".to_owned(),
                name if self.is_class(name) => format!("s.class(class_{name})"),
                name => format!("rule_{name}(s)"),
            },
            Expr::Rep(inner) => match &**inner {
                Expr::Ident(name) if self.is_class(name) => format!("s.class_run(class_{name})"),
                inner => format!("{{ while {} {{}} true }}", self.guarded(inner)),
            },
            Expr::Opt(inner) => format!("{{ let _ = {}; true }}", self.guarded(inner)),
            Expr::NegPred(inner) => match &**inner {
                Expr::Ident(name) if self.is_class(name) => format!("!s.at_class(class_{name})"),
                inner => format!("!s.ahead(|s| {})", self.guarded(inner)),
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
                let sequence = parts.iter().map(|part| self.expr(part)).collect::<Vec<_>>().join(" && ");
                // Only what was taken before a part that fails has to be given back.
                let taken =
                    parts.iter().position(|part| !matches!(part, Expr::NegPred(_) | Expr::PosPred(_)));
                let gives_back =
                    taken.is_some_and(|taken| parts[taken + 1..].iter().any(|part| self.can_fail(part)));
                match (gives_back, self.has_leaves(expr)) {
                    (false, _) => format!("({sequence})"),
                    (true, false) => format!("s.all_text(|s| {sequence})"),
                    (true, true) => format!("s.all(|s| {sequence})"),
                }
            }
            Expr::Choice(..) => {
                let mut parts = Vec::new();
                flatten_choice(expr, &mut parts);
                let alternatives: Vec<String> = parts.iter().map(|part| self.guarded(part)).collect();
                format!("({})", alternatives.join(" || "))
            }
            other => panic!("no translation for {other:?}"),
        }
    }

    /// The expression behind a look at the byte that it has to begin with: most alternatives end there.
    fn guarded(&self, expr: &Expr) -> String {
        match self.first(expr).as_ref().and_then(looks_at) {
            Some(look) if !matches!(expr, Expr::Str(_)) => format!("({look} && {})", self.expr(expr)),
            _ => self.expr(expr),
        }
    }

    fn rule(&self, name: &str) -> Option<&OptimizedRule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    fn can_fail(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Rep(_) | Expr::Opt(_) | Expr::Skip(_) => false,
            Expr::Seq(left, right) => self.can_fail(left) || self.can_fail(right),
            Expr::Choice(left, right) => self.can_fail(left) && self.can_fail(right),
            Expr::Ident(name) => self.rule(name).is_none_or(|rule| self.can_fail(&rule.expr)),
            _ => true,
        }
    }

    /// Whether a match may add a leaf.
    fn has_leaves(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Seq(left, right) | Expr::Choice(left, right) => {
                self.has_leaves(left) || self.has_leaves(right)
            }
            Expr::Rep(inner) | Expr::Opt(inner) => self.has_leaves(inner),
            Expr::Ident(name) => {
                self.rule(name).is_some_and(|rule| rule.ty != RuleType::Silent || self.has_leaves(&rule.expr))
            }
            _ => false,
        }
    }

    /// The bytes that a match can begin with; `None` when it can begin with any, or be empty.
    fn first(&self, expr: &Expr) -> Option<BTreeSet<u8>> {
        match expr {
            Expr::Str(text) => Some(BTreeSet::from([*text.as_bytes().first()?])),
            Expr::Insens(text) => {
                let byte = text.as_bytes().first()?;
                Some(BTreeSet::from([byte.to_ascii_lowercase(), byte.to_ascii_uppercase()]))
            }
            Expr::Range(from, to) if from.is_ascii() && to.is_ascii() => {
                Some((from.as_bytes()[0]..=to.as_bytes()[0]).collect())
            }
            Expr::Choice(left, right) => Some(&self.first(left)? | &self.first(right)?),
            Expr::Seq(left, right) => match &**left {
                Expr::NegPred(_) | Expr::PosPred(_) => self.first(right),
                Expr::Opt(inner) | Expr::Rep(inner) => Some(&self.first(inner)? | &self.first(right)?),
                left => self.first(left),
            },
            Expr::Ident(name) => self.first(&self.rule(name)?.expr),
            _ => None,
        }
    }

    fn is_class(&self, name: &str) -> bool {
        self.rule(name).is_some_and(|rule| rule.ty == RuleType::Silent && class_of(&rule.expr).is_some())
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

/// A test of the next byte, if it is a short one.
fn looks_at(bytes: &BTreeSet<u8>) -> Option<String> {
    let mut ranges: Vec<(u8, u8)> = Vec::new();
    for byte in bytes {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *byte => *last = *byte,
            _ => ranges.push((*byte, *byte)),
        }
    }
    let pattern = |(first, last): &(u8, u8)| {
        if first == last { first.to_string() } else { format!("{first}..={last}") }
    };
    (ranges.len() <= MAX_LOOK).then(|| {
        format!("matches!(s.peek(), {})", ranges.iter().map(pattern).collect::<Vec<_>>().join(" | "))
    })
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
