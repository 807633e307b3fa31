/// In which order rows come that the query's own order does not tell apart: those that are equal in every
/// field of its `order by`, or all of them when it has none.
///
/// A real server promises nothing here, and two pages of one list may hold the same row. So the sandbox
/// mixes such rows, in another order for each text of a query, and what relies on one fails in a test.
/// The same seed, records and text give the same order. `order by id` leaves nothing to mix.
///
/// ```
/// use vtql_sandbox::{Sandbox, Ties};
///
/// let builder = Sandbox::builder().ties(Ties::Mixed { seed: 3 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ties {
    /// In no useful order, another one for each seed.
    Mixed {
        /// What the order is made from.
        seed: u64,
    },
    /// By their ids, as the tables of a real server often happen to have them: to compare with recorded
    /// answers.
    ById,
}

impl Default for Ties {
    fn default() -> Self {
        Ties::Mixed { seed: 0 }
    }
}

impl Ties {
    /// How the rows of one query are mixed; `None` where they follow their ids.
    pub(crate) fn of_query(self, text: &str) -> Option<Mix> {
        let Ties::Mixed { seed } = self else { return None };
        let digest = md5::compute([&seed.to_le_bytes(), text.as_bytes()].concat());
        let [factor, offset, ..] = digest.0.map(u32::from);
        let [.., high, low] = digest.0.map(u32::from);
        Some(Mix { factor: 1 + (factor << 8 | high), offset: offset << 8 | low })
    }
}

/// A number for each record id, which orders ids in no useful way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mix {
    factor: u32,
    offset: u32,
}

impl Mix {
    /// More than the factor: so ids that follow each other have different numbers.
    const MODULUS: u32 = 65_537;

    /// SQL for the number of a row.
    pub(crate) fn sql(self) -> String {
        format!("(id * {} + {}) % {}", self.factor, self.offset, Mix::MODULUS)
    }
}
