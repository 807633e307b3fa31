use crate::code::Reading;
use crate::finding::evidence::Evidence;
use crate::finding::verdict::Verdicts;
use crate::judge::Known;

/// What is kept of a file from one reading to the next, so that an edit costs what it changes: its tree, what came of
/// its statements, and what was found out about its queries. It belongs to one file and one
/// [`FileChecker`](crate::FileChecker): against another snapshot, begin with an empty one.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) reading: Reading,
    pub(crate) evidence: Evidence,
    pub(crate) verdicts: Verdicts,
    pub(crate) known: Known,
}
