use crate::code::Reading;
use crate::judge::Known;

/// What is kept of a file from one reading to the next, so that an edit costs what it changes: its tree, what came of
/// its statements, and what was found out about its queries. It belongs to one file and one
/// [`FileChecker`](crate::FileChecker): against another snapshot, begin with an empty one.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) reading: Reading,
    pub(crate) known: Known,
}
