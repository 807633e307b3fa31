//! Texts to try laws on.

use std::path::Path;

/// Queries of the corpus of the server's answers, and some for what only the surface dialect has.
pub(crate) fn texts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus/oracle-dev.jsonl");
    let corpus = std::fs::read_to_string(path).expect("the corpus is readable");
    let query = |line| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a JSON object a line");
        case["q"].as_str().expect("a query").to_owned()
    };
    corpus.lines().map(query).chain(SURFACE.iter().map(|text| (*text).to_owned())).collect()
}

const SURFACE: &[&str] = &[
    "",
    " -- nothing\n",
    "select a from b; /* c */ select * from d -- e",
    "select id from Contacts where not (not a = 1 or (b like 'x' and not in = 2)) order;",
    "select id from M where a between 1 and -2.5 and b not between {low} and {high}",
    "select id from M where a in {list} or a not in ('x', {y}, 1.25, +3, 0x1) or a is not empty",
    "select id from M where not = 1 and not like 'b' and a not like \"say \"\"so\"\"\" orderby a, by desc",
    "select id from M where a=1--x\nand/**/b<>'it''s'/* y */order/* z */by c limit 5,{n};order order",
    "select count(*), a , count1 from counts where wheres = android or orders = nothing limit limits",
    "select id from M where a = 'never closed",
    "select id from M where a = 1 /* never closed",
    "select naïve from M where a = 'ü€𝄞' -- ß",
];
