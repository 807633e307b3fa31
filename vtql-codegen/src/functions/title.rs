//! What stands before a query about it: its name and its documentation.

use vtql_parser::Span;
use vtql_parser::ast::Query;

/// What the comments that belong to a query say.
#[derive(Debug, Default)]
pub(super) struct Title {
    /// What `-- vtql: name(…)` says, and where.
    pub(super) name: Option<(String, Span)>,
    /// The other comments before the query, line by line.
    pub(super) lines: Vec<String>,
}

/// The titles of all statements of a text. A comment belongs to the statement that it stands before.
pub(super) fn all(text: &str, statements: &[Query], comments: &[Span]) -> Vec<Title> {
    let mut comments = comments.iter().peekable();
    let mut end = 0;
    let titles = statements.iter().map(|statement| {
        let mut title = Title::default();
        while let Some(comment) = comments.next_if(|it| it.start < statement.span.end) {
            let behind = comment.start >= statement.span.start;
            let same_line = || text.get(end..comment.start as usize).is_some_and(|it| !it.contains('\n'));
            let of_previous = end > 0 && same_line();
            title.read(comment.slice(text), *comment, !behind && !of_previous);
        }
        end = statement.span.end as usize;
        title
    });
    titles.collect()
}

impl Title {
    fn read(&mut self, comment: &str, at: Span, is_documentation: bool) {
        let words = comment.trim_start_matches(['-', '/', '*']).trim_end_matches(['/', '*']).trim();
        let Some(directive) = words.strip_prefix("vtql:") else {
            if is_documentation {
                let lines = words.lines().map(|line| line.trim().trim_start_matches('*').trim_start());
                self.lines.extend(lines.map(|line| format!(" {line}").trim_end().to_owned()));
            }
            return;
        };
        let name = directive.trim().strip_prefix("name(").and_then(|rest| rest.split_once(')'));
        if let Some((name, _)) = name {
            self.name = Some((name.trim().to_owned(), at));
        }
    }
}

/// The name of a function for the only query of a file.
pub(super) fn from_file(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").to_lowercase()
}

/// `contacts_of` as `ContactsOf`.
pub(super) fn camel_case(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<Vec<_>>()
        })
        .collect()
}
