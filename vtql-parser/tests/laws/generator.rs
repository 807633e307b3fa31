//! Turns `src/vtql.pest` into `src/parse/grammar.generated.rs`: one function a rule, called directly, over the rules as pest's own
//! optimizer leaves them. Stock pest runs the same grammar through a queue of pairs, ten times slower;
//! a test holds the two against each other.

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs, path::Path};

/// A look at the next byte is worth its while when it is one of few.
const MAX_LOOK: usize = 8;

/// The code is kept under version control, so that whoever uses this crate builds neither pest nor this.
#[test]
fn the_generated_parser_is_that_of_the_grammar() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let grammar = fs::read_to_string(folder.join("vtql.pest")).expect("the grammar is readable");
    let (_, rules) = pest_meta::parse_and_optimize(&grammar).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let code = Generator { rules: &rules }.file();
    let path = folder.join("parse/grammar.generated.rs");
    if env::var_os("VTQL_BLESS").is_some() {
        fs::write(&path, &code).expect("the code is writable");
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(known == code, "`VTQL_BLESS=1 cargo test -p vtql-parser --test laws` writes the parser anew");
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
        self.keywords(&mut code);
        for rule in self.rules {
            self.function(&mut code, rule);
        }
        code
    }

    /// The words of the language, and those that each kind of name and bare value cannot be.
    fn keywords(&self, code: &mut String) {
        let mut all = BTreeSet::new();
        for rule in self.rules {
            let mut words = Vec::new();
            reserved(&rule.expr, &mut words);
            if !words.is_empty() {
                let name = rule.name.to_ascii_uppercase();
                let _ = writeln!(code, "pub(crate) const NO_{name}: &[&str] = &{words:?};");
            }
            if let Expr::Seq(word, _) = &rule.expr
                && let Expr::Insens(word) = &**word
            {
                all.insert(word.to_ascii_lowercase());
            }
        }
        let _ =
            writeln!(code, "pub(crate) const KEYWORDS: &[&str] = &{:?};\n", all.iter().collect::<Vec<_>>());
    }

    /// A rule becomes a function from a place in the text to the end of the match there.
    fn function(&self, code: &mut String, rule: &OptimizedRule) {
        let name = &rule.name;
        if let Some(class) = class_of(&rule.expr) {
            assert!(!class.contains(&0), "rule `{name}`: NUL marks the end of the text");
            let ranges = ranges(&class);
            let _ = writeln!(
                code,
                "const RANGES_{name}: [(u8, u8); {}] = {ranges:?};\n\
                 const fn class_{name}(byte: u8) -> bool {{\n    \
                 const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_{name})]);\n    MEMBERS[byte as usize] == 1\n}}",
                ranges.len()
            );
        }
        let body = self.expr(&rule.expr);
        let (inline, body) = match rule.ty {
            // What cannot fail is white space, mostly: met everywhere and short.
            RuleType::Silent if !self.can_fail(&rule.expr) => ("#[inline(always)]", body),
            RuleType::Silent => ("#[inline]", body),
            RuleType::Atomic => {
                assert!(!self.has_leaves(&rule.expr), "rule `{name}`: a leaf has no leaves inside");
                let leaf = format!(
                    "let end = {body}?;\n    leaves.push(Rule::{}, at, end);\n    Some(end)",
                    variant(name)
                );
                ("#[inline]", leaf)
            }
            other => {
                panic!("rule `{name}`: only silent and atomic rules have a translation, this is {other:?}")
            }
        };
        let _ = writeln!(
            code,
            "{inline}\npub(super) fn rule_{name}(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {{\n    {body}\n}}"
        );
    }

    /// An expression of type `Option<usize>`: where the match that begins `at` ends. When there is
    /// none, the leaves are as they were.
    fn expr(&self, expr: &Expr) -> String {
        match expr {
            Expr::Range(..) | Expr::Choice(..) if let Some(class) = class_of(expr) => {
                format!("scan::class(text, at, |byte| matches!(byte, {}))", pattern(&class))
            }
            Expr::Str(literal) => match literal.as_bytes() {
                [byte] => format!("scan::class(text, at, |byte| byte == {byte})"),
                bytes => format!("scan::bytes(text, at, &{bytes:?})"),
            },
            Expr::Insens(word) if word.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                format!("scan::word(text, at, b{:?})", word.to_ascii_lowercase())
            }
            Expr::Ident(name) => match name.as_str() {
                "SOI" => "(at == 0).then_some(at)".to_owned(),
                "EOI" => "(at == text.len()).then_some(at)".to_owned(),
                name if self.is_class(name) => format!("scan::class(text, at, class_{name})"),
                name => format!("rule_{name}(text, at, leaves)"),
            },
            Expr::Rep(inner) => match &**inner {
                Expr::Ident(name) if self.is_class(name) => {
                    format!("Some(scan::run(text, at, &RANGES_{name}))")
                }
                inner => {
                    let inner = self.guarded(inner);
                    format!("{{ let mut at = at; while let Some(next) = {inner} {{ at = next; }} Some(at) }}")
                }
            },
            Expr::Opt(inner) => format!("{}.or(Some(at))", self.guarded(inner)),
            Expr::NegPred(inner) => match &**inner {
                Expr::Ident(name) if self.is_class(name) => {
                    format!("(!scan::is_class(text, at, class_{name})).then_some(at)")
                }
                inner => format!("{}.is_none().then_some(at)", self.ahead(inner)),
            },
            Expr::PosPred(inner) => format!("{}.and(Some(at))", self.ahead(inner)),
            Expr::Skip(stops) => match &stops[..] {
                [stop] if stop.len() == 1 => format!("Some(scan::skip_to(text, at, {}))", stop.as_bytes()[0]),
                stops => {
                    let stops = list(stops.iter().map(|stop| format!("&{:?}", stop.as_bytes())));
                    format!("Some(scan::skip_to_any(text, at, &[{stops}]))")
                }
            },
            Expr::Seq(..) => self.sequence(expr),
            Expr::Choice(..) => self.choice(expr),
            other => panic!("no translation for {other:?}"),
        }
    }

    /// A match of what stands ahead, which leaves no leaves.
    fn ahead(&self, inner: &Expr) -> String {
        let matched = self.guarded(inner);
        if self.has_leaves(inner) {
            format!("{{ let mark = leaves.mark(); let ahead = {matched}; leaves.rewind(mark); ahead }}")
        } else {
            matched
        }
    }

    fn sequence(&self, expr: &Expr) -> String {
        let mut parts = Vec::new();
        flatten_seq(expr, &mut parts);
        let sequence = match self.unreserved(&parts) {
            Some(word) => return word,
            None => {
                parts.iter().map(|part| self.expr(part)).collect::<Vec<_>>().join(".and_then(|at| ")
                    + &")".repeat(parts.len() - 1)
            }
        };
        // Only the leaves of a part before one that fails have to be given back.
        let first = parts.iter().position(|part| self.has_leaves(part));
        if first.is_some_and(|first| parts[first + 1..].iter().any(|part| self.can_fail(part))) {
            format!(
                "{{ let mark = leaves.mark(); let end = {sequence}; if end.is_none() {{ leaves.rewind(mark); }} end }}"
            )
        } else {
            format!("({sequence})")
        }
    }

    /// `!((^"and" | …) ~ !w) ~ w+` is a run of `w` that is none of the keywords.
    fn unreserved(&self, parts: &[&Expr]) -> Option<String> {
        let [Expr::NegPred(reserved), Expr::Ident(first), Expr::Rep(more)] = parts else { return None };
        let Expr::Seq(keywords, end) = &**reserved else { return None };
        let (Expr::NegPred(next), Expr::Ident(more)) = (&**end, &**more) else { return None };
        let members =
            self.rule(first).filter(|_| self.is_class(first)).and_then(|rule| self.first(&rule.expr))?;
        if more != first || !matches!(&**next, Expr::Ident(next) if next == first) {
            return None;
        }
        let mut words = Vec::new();
        flatten_choice(keywords, &mut words);
        let mut keys = Vec::new();
        for word in words {
            let Expr::Insens(word) = word else { return None };
            if word.len() > 7
                || !word.bytes().all(|byte| byte.is_ascii_alphabetic() && members.contains(&byte))
            {
                return None;
            }
            keys.push(format!("scan::key(b{:?})", word.to_ascii_lowercase()));
        }
        Some(format!(
            "{{ const RESERVED: [u64; {}] = [{}]; scan::name(text, at, &RANGES_{first}, &RESERVED) }}",
            keys.len(),
            list(keys)
        ))
    }

    /// Alternatives are told apart by the next byte, as far as they can be; those that remain are tried
    /// in their order.
    fn choice(&self, expr: &Expr) -> String {
        let mut parts = Vec::new();
        flatten_choice(expr, &mut parts);
        let firsts: Vec<_> = parts.iter().map(|part| self.first(part)).collect();
        let mut arms: BTreeMap<Vec<usize>, BTreeSet<u8>> = BTreeMap::new();
        for byte in 0..=u8::MAX {
            let possible =
                |first: &Option<BTreeSet<u8>>| first.as_ref().is_none_or(|first| first.contains(&byte));
            let candidates = (0..parts.len()).filter(|part| possible(&firsts[*part])).collect();
            arms.entry(candidates).or_default().insert(byte);
        }
        arms.remove(&Vec::new());
        let (kinds, arms): (Vec<_>, Vec<_>) = (1..)
            .zip(&arms)
            .map(|(kind, (candidates, bytes))| {
                let tries = candidates.iter().map(|part| match parts[*part] {
                    // The look has matched it.
                    part if self.is_byte(part) && !bytes.contains(&0) => "Some(at + 1)".to_owned(),
                    part => self.expr(part),
                });
                let tries =
                    tries.reduce(|tries, next| format!("{tries}.or_else(|| {next})")).unwrap_or_default();
                (format!("({kind}, &{:?})", ranges(bytes)), format!("{kind} => {tries}"))
            })
            .unzip();
        format!(
            "{{ const KINDS: scan::Table = scan::table(&[{}]); \
             match KINDS[scan::peek(text, at) as usize] {{ {}, _ => None }} }}",
            list(kinds),
            list(arms)
        )
    }

    /// The expression behind a look at the byte that it has to begin with: most alternatives end there.
    fn guarded(&self, expr: &Expr) -> String {
        match self.first(expr).filter(|first| first.len() <= MAX_LOOK) {
            Some(first) if !matches!(expr, Expr::Str(_) | Expr::Choice(..)) => {
                let (look, matched) = (pattern(&first), self.expr(expr));
                format!("(if matches!(scan::peek(text, at), {look}) {{ {matched} }} else {{ None }})")
            }
            _ => format!("({})", self.expr(expr)),
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
            Expr::Range(..) => class_of(expr),
            Expr::Str(text) => Some(BTreeSet::from([*text.as_bytes().first()?])),
            Expr::Insens(text) => {
                let byte = text.as_bytes().first()?;
                Some(BTreeSet::from([byte.to_ascii_lowercase(), byte.to_ascii_uppercase()]))
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

    /// Whether it matches any one byte that it can begin with.
    fn is_byte(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Ident(name) if self.is_class(name)) || class_of(expr).is_some()
    }

    fn is_class(&self, name: &str) -> bool {
        self.rule(name).is_some_and(|rule| rule.ty == RuleType::Silent && class_of(&rule.expr).is_some())
    }
}

/// The words of `!((^"and" | …) ~ !w) ~ w+`, wherever it stands in the expression.
fn reserved(expr: &Expr, words: &mut Vec<String>) {
    match expr {
        Expr::Seq(left, _) if let Expr::NegPred(refused) = &**left => {
            let Expr::Seq(choice, _) = &**refused else { return };
            let mut alternatives = Vec::new();
            flatten_choice(choice, &mut alternatives);
            words.extend(alternatives.into_iter().filter_map(|word| match word {
                Expr::Insens(word) => Some(word.to_ascii_lowercase()),
                _ => None,
            }));
        }
        Expr::Choice(left, right) => {
            reserved(left, words);
            reserved(right, words);
        }
        _ => {}
    }
}

/// The members of a rule that is one ASCII character of a set.
fn class_of(expr: &Expr) -> Option<BTreeSet<u8>> {
    match expr {
        Expr::Str(text) if text.len() == 1 => Some(text.bytes().collect()),
        Expr::Range(from, to) if from.is_ascii() && to.is_ascii() => {
            Some((from.as_bytes()[0]..=to.as_bytes()[0]).collect())
        }
        Expr::Choice(left, right) => Some(&class_of(left)? | &class_of(right)?),
        _ => None,
    }
}

/// A pattern of exactly these bytes.
fn pattern(bytes: &BTreeSet<u8>) -> String {
    ranges(bytes).iter().map(|(first, last)| format!("{first}..={last}")).collect::<Vec<_>>().join(" | ")
}

/// Bytes as first and last of each run.
fn ranges(bytes: &BTreeSet<u8>) -> Vec<(u8, u8)> {
    let mut ranges: Vec<(u8, u8)> = Vec::new();
    for byte in bytes {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *byte => *last = *byte,
            _ => ranges.push((*byte, *byte)),
        }
    }
    ranges
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

fn list(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(", ")
}

fn variant(rule: &str) -> String {
    rule.split('_').map(|part| part[..1].to_ascii_uppercase() + &part[1..]).collect()
}
