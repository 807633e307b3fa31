use super::operators::{Meeting, Operator};
use super::server::{Outcome, Server};
use vtql_parser::bind::{self, bind};
use vtql_parser::{Diagnostic, Dialect, parse_query};
use vtql_schema::{Checker, Snapshot};

/// How a value gets into a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    /// In the text, of which nothing is known before.
    Literal,
    /// In the text, which is checked against a snapshot.
    Checked,
    /// For a parameter.
    Bound,
    /// In a tree that is built by hand.
    Tree,
}

pub(crate) const WAYS: &[Way] = &[Way::Literal, Way::Checked, Way::Bound, Way::Tree];

impl Way {
    pub(crate) async fn go(
        self,
        server: &Server,
        snapshot: &Snapshot,
        operator: Operator,
        it: Meeting<'_>,
    ) -> Outcome {
        let client = &server.client;
        let text = operator.text(it);
        let fetch = match self {
            Way::Literal => client.query(&text),
            Way::Checked => {
                let checker = Checker::new(Dialect::Surface).snapshot(snapshot);
                let findings = match parse_query(&text, Dialect::Surface) {
                    Ok(query) => checker.query_in(&query, &text),
                    Err(errors) => errors.into_vec(),
                };
                let errors: Vec<&Diagnostic> = findings.iter().filter(|it| it.is_error()).collect();
                if !errors.is_empty() {
                    return Outcome::refused(errors);
                }
                client.query(&text)
            }
            Way::Bound => {
                let query = parse_query(&operator.with_parameters(it), Dialect::Surface).unwrap();
                match bind(query, |name| Ok(operator.bound(it, name.expression()))) {
                    Ok(bind::Outcome::Runs(query)) => client.query(query),
                    Ok(bind::Outcome::MatchesNothing) => panic!("no list is empty"),
                    Err(errors) => return Outcome::refused(&errors.into_vec()),
                }
            }
            Way::Tree => client.query(operator.tree(it)),
        };
        match fetch {
            Ok(fetch) => Outcome::of(fetch.all().await),
            Err(error) => Outcome::of(Err(error)),
        }
    }
}
