//! What was found out about queries, kept for when the file is judged again.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use vtql_parser::Dialect;
use vtql_schema::Checked;

/// All that a rule knows of a query.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    pub(crate) text: String,
    pub(crate) holes: Vec<Range<usize>>,
    pub(crate) open_end: bool,
    pub(crate) dialect: Dialect,
}

/// What was found out, against one snapshot and by the same levels.
#[derive(Debug, Default)]
pub(crate) struct Known {
    queries: HashMap<Asked, (u64, Arc<Checked>)>,
    /// How often the file was judged.
    round: u64,
}

impl Known {
    /// What is known of a query, else what `check` says of it.
    pub(crate) fn of(&mut self, asked: Asked, check: impl FnOnce(&Asked) -> Checked) -> Arc<Checked> {
        if let Some((round, known)) = self.queries.get_mut(&asked) {
            *round = self.round;
            return Arc::clone(known);
        }
        let checked = Arc::new(check(&asked));
        self.queries.insert(asked, (self.round, Arc::clone(&checked)));
        checked
    }

    /// The file is judged: queries that are not in it any more are forgotten.
    pub(crate) fn end(&mut self) {
        self.queries.retain(|_, (round, _)| *round == self.round);
        self.round += 1;
    }
}
