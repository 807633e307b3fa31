//! What fixes make of queries.

use super::{corpus, instance_of_corpus, text};
use vtql_parser::ast::Query;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect, parse};
use vtql_schema::rules::{Level, Levels};
use vtql_schema::{Checker, Snapshot, fix};

/// The trees of a text, when all of it can be read.
fn trees(text: &str, dialect: Dialect) -> Option<Vec<Query>> {
    let parsed = parse(text, dialect);
    parsed.is_ok().then_some(parsed.statements)
}

fn wire_text(trees: &[Query]) -> Vec<String> {
    trees.iter().map(Query::to_string).collect()
}

/// With every rule on, those that are off as well.
fn findings(text: &str, dialect: Dialect, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut levels = Levels::default();
    levels.set("keyword-case", Level::Warn).expect("the rule exists");
    Checker::new(dialect).snapshot(snapshot).levels(&levels).text(text).diagnostics
}

/// Safe fixes keep the trees of a text; all fixes leave nothing to fix after one run, and a text that can be
/// read can be read afterwards. Gives the text after safe fixes and the text after all, or what is wrong.
pub(super) fn apply_lawfully(
    source: &str,
    dialect: Dialect,
    snapshot: &Snapshot,
) -> Result<[String; 2], String> {
    let before = trees(source, dialect);
    let fixed = |safety| {
        let find = |text: &str| findings(text, dialect, snapshot);
        let fixed = fix::all(source, safety, find).text;
        let wrong = |what: &str| Err(format!("{safety:?} {what}, {dialect:?}:\n{source}\n{fixed}"));
        if fix::apply(&fixed, &find(&fixed), safety).applied > 0 {
            return wrong("has more to fix after one run");
        }
        match (&before, trees(&fixed, dialect)) {
            (Some(_), None) => wrong("breaks the text"),
            (Some(before), Some(after))
                if safety == Safety::Safe && (*before != after || wire_text(before) != wire_text(&after)) =>
            {
                wrong("changes the tree")
            }
            _ => Ok(fixed),
        }
    };
    Ok([fixed(Safety::Safe)?, fixed(Safety::Unsafe)?])
}

#[test]
fn safe_fixes_keep_every_tree_of_the_corpus_and_one_run_is_enough() {
    let snapshot = instance_of_corpus();
    let (mut safely, mut repaired, mut wrong) = (0, 0, Vec::new());
    for line in corpus() {
        let query = text(&line, "q");
        for dialect in [Dialect::Wire, Dialect::Surface] {
            match apply_lawfully(query, dialect, &snapshot) {
                Ok([safe, all]) => {
                    safely += usize::from(safe != query);
                    repaired += usize::from(all != safe);
                }
                Err(what) => wrong.push(what),
            }
        }
    }
    assert!(wrong.is_empty(), "{} are fixed wrongly:\n{}", wrong.len(), wrong.join("\n"));
    assert!(safely > 1_000 && repaired > 1_000, "{safely} {repaired}");
}

/// The server refuses parentheses: beside `or` a range joined by `and` needs none, and one joined by `or` has no fix.
#[test]
fn a_range_of_days_is_written_without_parentheses_on_the_wire() {
    let instance = instance_of_corpus();
    let fixed = |condition: &str| {
        let source = format!("select id from Contacts where {condition};");
        fix::all(&source, Safety::Unsafe, |text| findings(text, Dialect::Wire, &instance)).text
    };
    for other in ["lastname = 'a' or", "lastname = 'a' and"] {
        let between = fixed(&format!("{other} createdtime between '2026-01-01' and '2026-01-31'"));
        let whole = format!(
            "select id from Contacts where {other} createdtime >= '2026-01-01' and createdtime < '2026-02-01';"
        );
        assert_eq!(between, whole);
        assert!(trees(&between, Dialect::Wire).is_some(), "{between}");
        let negated = fixed(&format!("{other} createdtime not between '2026-01-01' and '2026-01-31'"));
        assert!(!negated.contains('('), "{negated}");
    }
}
