//! The generated parser against stock pest on the same grammar: the same texts, the same leaves.

use super::cases;
use super::corpus::texts;
use super::random::Random;
use pest_meta::optimizer::OptimizedRule;
use pest_vm::Vm;
use std::path::Path;
use vtql_parser::internals::{Leaf, leaves};

#[test]
fn the_generated_parser_finds_what_pest_finds() {
    let vm = Vm::new(grammar());
    let texts = texts();
    for text in &texts {
        assert_same(&vm, text);
    }
    let mut random = Random(0x5EED);
    let mutants = 5 * cases().cases;
    let accepted = (0..mutants).filter(|_| assert_same(&vm, &mutant(&texts, &mut random))).count();
    assert!(accepted > 0, "no mutant is a query: the changes are too many");
}

fn assert_same(vm: &Vm, text: &str) -> bool {
    let expected = stock_leaves(vm, text);
    assert_eq!(leaves(text), expected, "in {text:?}");
    expected.is_some()
}

fn grammar() -> Vec<OptimizedRule> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/vtql.pest");
    let text = std::fs::read_to_string(path).expect("the grammar is readable");
    pest_meta::parse_and_optimize(&text).expect("the grammar is one").1
}

fn stock_leaves(vm: &Vm, text: &str) -> Option<Vec<Leaf>> {
    let pairs = vm.parse("document", text).ok()?;
    let leaf = |pair: pest::iterators::Pair<'_, &str>| {
        let rule = pair.as_rule().split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
        (rule, pair.as_span().start(), pair.as_span().end())
    };
    Some(pairs.flatten().filter(|pair| pair.as_rule() != "EOI").map(leaf).collect())
}

/// What a change may put in.
const PIECES: &[&str] = &[
    " ", "\n", "\t", "\r", "\0", "\u{a0}", "'", "''", "\"", "(", ")", ",", ";", "*", "{", "}", "{a}", ".",
    "+", "-", "--", "--x\n", "/*", "*/", "/* x */", "=", "<", ">", "!", "<=", ">=", "!=", "<>", "_", "0",
    "9", "1.5", "-7", "a", "Z", "ü", "select", "from", "where", "and", "or", "not", "like", "in", "between",
    "includes", "is", "empty", "order", "by", "orderby", "asc", "desc", "limit", "count", "AND", "OrDer",
    "where ", " and ", " or ", " not ", " in (", " limit ",
];

/// A text with a few changes: something taken out, put in, in another case, or a part of another text.
fn mutant(texts: &[String], random: &mut Random) -> String {
    let mut text = random.pick(texts).clone();
    for _ in 0..=random.below(3) {
        let (from, to) = (boundary(&text, random), boundary(&text, random));
        let (from, near) = (from.min(to), (from + random.below(8)).min(text.len()));
        let near = (near..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        match random.below(6) {
            0 => text.replace_range(from.min(near)..near, ""),
            1 | 2 => text.insert_str(near, random.pick::<&str>(PIECES)),
            3 => {
                let turned = text[from.min(near)..near].to_ascii_uppercase();
                text.replace_range(from.min(near)..near, &turned);
            }
            4 => text.truncate(near),
            _ => {
                let other = random.pick(texts);
                text.insert_str(near, &other[boundary(other, random)..]);
            }
        }
    }
    text
}

fn boundary(text: &str, random: &mut Random) -> usize {
    let at = random.below(text.len() + 1);
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
