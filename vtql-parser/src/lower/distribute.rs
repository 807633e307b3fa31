//! A disjunction of conjunctions, within bounds.

use super::Options;
use super::leaves::{Leaves, Size, Tree};
use super::simplify::simplify;
use crate::ast::{Condition, Spanned, Terms};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// The flat form of a condition in normal form.
pub(super) fn distribute(condition: Condition, options: &Options) -> Result<Condition, Diagnostic> {
    distribute_counted(condition, options).0
}

/// The flat form, and how many steps it took: at most a constant number for each byte that the bounds allow.
fn distribute_counted(condition: Condition, options: &Options) -> (Result<Condition, Diagnostic>, usize) {
    if let Condition::Predicate(_) = condition {
        return (Ok(condition), 1);
    }
    let span = condition.span();
    let (leaves, tree) = Leaves::of(condition);
    let mut steps = leaves.written.alternatives;
    if let Err(error) = check_size(size(&tree, &leaves), leaves.written, options, span) {
        return (Err(error), steps);
    }
    let alternatives = expand(&tree, &mut steps);
    let alternatives = simplify(alternatives, &leaves, &mut steps);
    let mut conditions: Vec<Condition> =
        alternatives.into_iter().map(|terms| conjunction(&terms, &leaves)).collect();
    let flat = match conditions.len() {
        1 => conditions.remove(0),
        _ => Condition::Or(Terms::parsed(conditions)),
    };
    (Ok(flat), steps)
}

/// How large the flat form is before it is simplified.
fn size(tree: &Tree, leaves: &Leaves) -> Size {
    match tree {
        Tree::Leaf(leaf) => leaves.size(*leaf),
        Tree::Or(terms) => {
            terms.iter().map(|term| size(term, leaves)).fold(Size::default(), |sum, term| Size {
                alternatives: sum.alternatives.saturating_add(term.alternatives),
                bytes: sum.bytes.saturating_add(term.bytes),
            })
        }
        // Each alternative of one side stands beside each of the other.
        Tree::And(terms) => {
            let one = Size { alternatives: 1, bytes: 0 };
            terms.iter().map(|term| size(term, leaves)).fold(one, |product, term| Size {
                alternatives: product.alternatives.saturating_mul(term.alternatives),
                bytes: (product.bytes.saturating_mul(term.alternatives))
                    .saturating_add(term.bytes.saturating_mul(product.alternatives)),
            })
        }
    }
}

fn check_size(size: Size, written: Size, options: &Options, span: Span) -> Result<(), Diagnostic> {
    let Size { alternatives, bytes } = size;
    let message = if alternatives == usize::MAX {
        "without parentheses this condition has more alternatives than can be counted".to_owned()
    } else if alternatives > options.max_terms.max(written.alternatives) {
        let most = options.max_terms;
        format!("without parentheses this condition has {alternatives} alternatives, more than {most}")
    } else if bytes > options.max_bytes.max(written.bytes) {
        let most = options.max_bytes;
        format!("without parentheses this condition is {bytes} bytes long, more than {most}")
    } else {
        return Ok(());
    };
    Err(Diagnostic::error(codes::TOO_MANY_TERMS, span, message)
        .help("write alternatives of one field as `in (…)`: that is a single term")
        .help("or split the query in two and join the rows"))
}

fn expand(tree: &Tree, steps: &mut usize) -> Vec<Vec<usize>> {
    match tree {
        Tree::Leaf(leaf) => vec![vec![*leaf]],
        Tree::Or(terms) => terms.iter().flat_map(|term| expand(term, steps)).collect(),
        Tree::And(terms) => {
            let mut product: Vec<Vec<usize>> = vec![Vec::new()];
            for term in terms {
                let alternatives = expand(term, steps);
                if let [only] = &alternatives[..] {
                    *steps += product.len() * only.len();
                    product.iter_mut().for_each(|conjunction| conjunction.extend(only));
                    continue;
                }
                product = product
                    .iter()
                    .flat_map(|left| alternatives.iter().map(move |right| [&left[..], right].concat()))
                    .collect();
                *steps += product.iter().map(Vec::len).sum::<usize>();
            }
            product
        }
    }
}

fn conjunction(terms: &[usize], leaves: &Leaves) -> Condition {
    let mut predicates = terms.iter().map(|leaf| Condition::Predicate(leaves.predicate(*leaf).clone()));
    match (terms.len(), predicates.next()) {
        (1, Some(only)) => only,
        (_, first) => Condition::And(Terms::parsed(first.into_iter().chain(predicates).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Dialect, parse_query};

    /// What a condition becomes: its length, or the message; and the steps that it took.
    fn cost(filter: &str) -> (Result<usize, String>, usize) {
        let text = format!("select id from M where {filter}");
        let filter = parse_query(&text, Dialect::Surface).expect("valid").filter.expect("a condition");
        let normal = super::super::normal::normal(filter, &mut Vec::new());
        let (flat, steps) = distribute_counted(normal, &Options::default());
        (flat.map(|flat| flat.to_string().len()).map_err(|error| error.message), steps)
    }

    fn each(count: usize, term: impl Fn(usize) -> String, connective: &str) -> String {
        (0..count).map(term).collect::<Vec<_>>().join(connective)
    }

    /// Conditions that grow by distribution, in the ways that there are.
    fn growing(n: usize) -> Vec<(&'static str, String)> {
        let ands = |from: usize| each(n, |i| format!("b{} = 1", from + i), " and ");
        let ors = |field: &str| each(n, |i| format!("{field}{i} = 1"), " or ");
        vec![
            ("a conjunction and alternatives", format!("{} and ({})", ands(0), ors("c"))),
            ("alternatives and a conjunction", format!("({}) and {}", ors("c"), ands(0))),
            ("two lists of alternatives", format!("({}) and ({})", ors("c"), ors("d"))),
            ("pairs", each(n, |i| format!("(a{i} = 1 or b{i} = 1)"), " and ")),
            ("equal pairs", each(n, |_| "(a = 1 or b = 1)".to_owned(), " and ")),
            ("one value many times", format!("{} and ({})", ands(0), each(n, |_| "c = 1".into(), " or "))),
            (
                "alternatives of conjunctions",
                format!("x = 1 and ({})", each(n, |i| format!("({} and c{i} = 1)", ands(0)), " or ")),
            ),
            (
                "nested",
                (0..n.min(40)).fold("z = 1".into(), |inner, i| format!("a{i} = 1 and (b{i} = 1 or {inner})")),
            ),
            (
                "negated list",
                format!("a not in ({}) and ({})", each(n, |i| format!("'{i}'"), ", "), ors("c")),
            ),
            ("negated groups", format!("not ({}) and not ({})", ands(0), ands(n))),
            ("ranges", each(n, |i| format!("a{i} not between 1 and 2"), " and ")),
            (
                "contradictions",
                format!(
                    "({}) and ({})",
                    each(n, |_| "a = 1".into(), " or "),
                    each(n, |_| "a != 1".into(), " or ")
                ),
            ),
            (
                "long values",
                format!(
                    "{} and ({})",
                    each(n, |i| format!("b{i} = '{}'", "x".repeat(200)), " and "),
                    ors("c")
                ),
            ),
            ("written flat", each(n, |_| "(a = 1 and b = 2)".to_owned(), " or ")),
            ("one conjunction", each(n, |i| format!("a{} = 1", i % 7), " and ")),
        ]
    }

    #[test]
    fn steps_and_length_are_bounded_by_what_is_written_and_by_the_limits() {
        let most = Options::default().max_bytes;
        for n in [2, 16, 100, 256, 500] {
            for (name, filter) in growing(n) {
                let (flat, steps) = cost(&filter);
                // A negated list names its field with each value.
                let allowed = most.max(2 * filter.len());
                assert!(steps <= 2 * allowed, "{name}, {n}: {steps} steps for {} bytes", filter.len());
                match flat {
                    Ok(length) => assert!(length <= allowed, "{name}, {n}: {length} bytes"),
                    Err(message) => {
                        assert!(message.contains("alternatives") || message.contains("bytes"), "{message}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_grows_too_long_is_refused_with_its_length() {
        let conjunction = each(500, |i| format!("b{i} = 1"), " and ");
        let alternatives = each(256, |i| format!("c = {i}"), " or ");
        let (flat, steps) = cost(&format!("{conjunction} and ({alternatives})"));
        assert_eq!(
            flat.unwrap_err(),
            "without parentheses this condition is 1638802 bytes long, more than 1000000"
        );
        assert_eq!(steps, 756);
    }

    #[test]
    fn work_grows_with_the_result_and_not_with_its_square() {
        let steps = |n: usize| cost(&growing(n)[0].1).1;
        let (small, large) = (steps(50), steps(200));
        // 16 times the terms.
        assert!(large <= 24 * small, "{small} steps, then {large}");
    }

    #[test]
    fn lists_contradict_only_what_all_of_their_values_do() {
        for (filter, flat) in [
            ("(a in ('x', 'y') and a != 'x') or b = '1'", "a in ('x', 'y') and a != 'x' or b = '1'"),
            ("(a != 'x' and a in ('x', 'y')) or b = '1'", "a != 'x' and a in ('x', 'y') or b = '1'"),
            ("(a in ('x', 'x') and a != 'x') or b = '1'", "b = '1'"),
            ("(a != 'x' and a in ('x')) or b = '1'", "b = '1'"),
            ("(a = 'x' and a != 'x') or b = '1'", "b = '1'"),
            ("(a != 'x' and a = 'x') or b = '1'", "b = '1'"),
            ("(a < 'x' and a >= 'x') or b = '1'", "b = '1'"),
            ("(a = 'x' and b != 'x') or b = '1'", "a = 'x' and b != 'x' or b = '1'"),
            ("(a = 'x' and a != 'X') or b = '1'", "a = 'x' and a != 'X' or b = '1'"),
            ("(a < 'x' and a > 'x') or b = '1'", "a < 'x' and a > 'x' or b = '1'"),
            ("(a = 'x' and a != 'x') or (b = '1' and b != '1')", "a = 'x' and a != 'x'"),
            ("(a = {x} and a != {x}) or b = '1'", "b = '1'"),
        ] {
            let text = format!("select id from M where {filter}");
            let filter = parse_query(&text, Dialect::Surface).unwrap().filter.unwrap();
            let lowered = distribute(filter, &Options::default()).unwrap();
            assert_eq!(lowered.to_string(), flat, "{text}");
        }
    }
}
