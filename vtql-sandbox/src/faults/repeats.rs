use std::sync::{Mutex, PoisonError};

/// The page before, for the fault that answers it once more.
#[derive(Debug, Default)]
pub(crate) struct Repeats(Mutex<Option<Pages>>);

/// Queries that select the same fields of the same module, one after the other.
#[derive(Debug)]
struct Pages {
    /// Whose they are, and what they have in common.
    user: String,
    stem: String,
    /// The text of the first.
    first: String,
    /// The last page with rows that was answered.
    last: Vec<u8>,
}

impl Repeats {
    /// What to answer to `query`, whose own answer is `page`: the page before when this one is hit, else `page`.
    pub(crate) fn answer(&self, user: &str, query: &str, page: Vec<u8>, hit: bool) -> Vec<u8> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stem = stem(query);
        let open = slot.as_mut().filter(|pages| {
            (pages.user.as_str(), pages.stem.as_str()) == (user, stem)
                && pages.first != query
                && goes_on(query)
                && !pages.last.is_empty()
        });
        match open {
            Some(pages) if hit => return pages.last.clone(),
            Some(pages) if has_rows(&page) => pages.last.clone_from(&page),
            Some(_) => {}
            None => {
                let last = if has_rows(&page) { page.clone() } else { Vec::new() };
                *slot = Some(Pages {
                    user: user.to_owned(),
                    stem: stem.to_owned(),
                    first: query.to_owned(),
                    last,
                });
            }
        }
        page
    }
}

/// What a query selects, and from where.
fn stem(query: &str) -> &str {
    let words = query.split_ascii_whitespace();
    let end = words.into_iter().find(|word| {
        ["where", "order", "limit"]
            .iter()
            .any(|clause| word.trim_end_matches(';').eq_ignore_ascii_case(clause))
    });
    // A word of the text is a slice of it.
    let end = end.map_or(query.len(), |word| word.as_ptr() as usize - query.as_ptr() as usize);
    query.get(..end).unwrap_or(query).trim_end_matches([' ', ';'])
}

/// Whether a query may be for another page than the first: it has a condition or an offset.
fn goes_on(query: &str) -> bool {
    let has_condition = query.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("where"));
    let limit = query.to_ascii_lowercase().rfind(" limit ").and_then(|at| query.get(at..));
    has_condition || limit.is_some_and(|limit| limit.contains(','))
}

/// Whether a success has rows.
fn has_rows(page: &[u8]) -> bool {
    !page.ends_with(b"[]}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_comes_again_only_to_a_query_that_goes_on() {
        let repeats = Repeats::default();
        let ask = |query: &str, page: &str, hit| {
            String::from_utf8(repeats.answer("admin", query, page.as_bytes().to_vec(), hit)).unwrap()
        };
        let (first, second) = ("select id from A limit 2;", "select id from A where id > '1x2' limit 2;");
        assert_eq!(ask(first, "[1]}", true), "[1]}");
        assert_eq!(ask(first, "[1]}", true), "[1]}");
        assert_eq!(ask(second, "[2]}", true), "[1]}");
        assert_eq!(ask(second, "[2]}", false), "[2]}");
        assert_eq!(ask(second, "[]}", true), "[2]}");
        assert_eq!(ask("select id from B where id > '1x2';", "[3]}", true), "[3]}");
        assert_eq!(ask("select id from B where id > '1x3';", "[]}", false), "[]}");
        assert_eq!(ask("select id from B limit 1, 1;", "[4]}", true), "[3]}");
        assert_eq!(ask("select id from B limit 1;", "[5]}", true), "[5]}");
    }
}
