//! What the generated parser runs on: the leaves found so far, and the steps that it takes in the text.
//! A step goes from one place in the text to another; where it cannot, there is `None`.

use super::Rule;
use crate::bytes::eight;
use std::cell::Cell;

/// One leaf: which rule of the grammar, and the bytes that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) rule: Rule,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The leaves, in order of the text.
pub(crate) struct Leaves {
    pub(in crate::parse) list: Vec<Leaf>,
    /// Whether a comment was met.
    pub(in crate::parse) comments: bool,
    /// Whether a parenthesis or negation of a condition was met.
    pub(in crate::parse) grouped: bool,
}

impl Leaves {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "`parse` refuses texts whose offsets do not fit")]
    pub(in crate::parse) fn push(&mut self, rule: Rule, start: usize, end: usize) {
        self.comments |= matches!(rule, Rule::Comment);
        self.grouped |= matches!(rule, Rule::Open | Rule::Close | Rule::Not | Rule::Optional);
        self.list.push(Leaf { rule, start: start as u32, end: end as u32 });
    }

    #[inline]
    pub(in crate::parse) fn mark(&self) -> usize {
        self.list.len()
    }

    /// Drops the leaves found since `mark`.
    #[inline]
    pub(in crate::parse) fn rewind(&mut self, mark: usize) {
        self.list.truncate(mark);
    }
}

/// A rule of the grammar: where in the text its match at a place ends.
pub(in crate::parse) type Matcher = fn(&[u8], usize, &mut Leaves) -> Option<usize>;

thread_local! {
    /// The list of the last parse, empty: the next one on this thread need not allocate.
    static KEPT: Cell<Vec<Leaf>> = const { Cell::new(Vec::new()) };
}

/// The largest list that is kept, in leaves (48 kB).
const KEPT_CAPACITY: usize = 4_096;

impl Drop for Leaves {
    fn drop(&mut self) {
        if (1..=KEPT_CAPACITY).contains(&self.list.capacity()) {
            let mut list = std::mem::take(&mut self.list);
            list.clear();
            // While a thread ends there is no place to keep it any more.
            let _ = KEPT.try_with(|kept| kept.set(list));
        }
    }
}

/// A walk through a text by rules of the grammar.
pub(crate) struct Scan<'a> {
    text: &'a [u8],
    pub(in crate::parse) pos: usize,
    pub(in crate::parse) leaves: Leaves,
}

impl<'a> Scan<'a> {
    pub(in crate::parse) fn new(text: &'a str) -> Self {
        let leaves = Leaves { list: KEPT.take(), comments: false, grouped: false };
        Scan { text: text.as_bytes(), pos: 0, leaves }
    }

    /// A scan of a part of the text, as if the text ended with it.
    pub(in crate::parse) fn part(text: &'a str, start: usize, end: usize) -> Self {
        let text = text.get(..end).unwrap_or(text);
        let leaves = Leaves { list: Vec::new(), comments: false, grouped: false };
        Scan { text: text.as_bytes(), pos: start, leaves }
    }

    pub(in crate::parse) fn at_end(&self) -> bool {
        self.pos == self.text.len()
    }

    /// Goes on to the end of a match, if there is one.
    pub(in crate::parse) fn take(&mut self, rule: Matcher) -> bool {
        let end = rule(self.text, self.pos, &mut self.leaves);
        self.pos = end.unwrap_or(self.pos);
        end.is_some()
    }
}

/// What to make of each byte.
pub(in crate::parse) type Table = [u8; 256];

/// A table from ranges of bytes, 0 for all others.
pub(in crate::parse) const fn table(kinds: &[(u8, &[(u8, u8)])]) -> Table {
    let mut table = [0; 256];
    let mut at = 0;
    while at < kinds.len() {
        let (kind, ranges) = kinds[at];
        let mut range = 0;
        while range < ranges.len() {
            let (mut byte, last) = (ranges[range].0 as usize, ranges[range].1 as usize);
            while byte <= last {
                table[byte] = kind;
                byte += 1;
            }
            range += 1;
        }
        at += 1;
    }
    table
}

/// The byte there; NUL at the end.
#[inline]
pub(in crate::parse) fn peek(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

#[inline]
pub(in crate::parse) fn is_class(text: &[u8], at: usize, class: impl Fn(u8) -> bool) -> bool {
    text.get(at).is_some_and(|byte| class(*byte))
}

#[inline]
pub(in crate::parse) fn class(text: &[u8], at: usize, class: impl Fn(u8) -> bool) -> Option<usize> {
    is_class(text, at, class).then_some(at + 1)
}

/// A bit in each of eight bytes: the lowest, the highest.
const LOW: u64 = u64::from_ne_bytes([1; 8]);
const HIGH: u64 = LOW << 7;

/// The highest bit of those of eight bytes that are in none of the ranges, which are ASCII without NUL.
#[inline]
fn outside<const N: usize>(eight: u64, ranges: &[(u8, u8); N]) -> u64 {
    let ascii = eight & !HIGH;
    // No sum carries into the next byte.
    let inside = ranges.iter().fold(0, |inside, (first, last)| {
        let reaches_first = ascii + LOW * u64::from(0x80 - first);
        let exceeds_last = ascii + LOW * u64::from(0x7F - last);
        inside | reaches_first & !exceeds_last
    });
    (!inside | eight) & HIGH
}

/// The end of the run of bytes of these ranges that begins there.
#[inline]
pub(in crate::parse) fn run<const N: usize>(text: &[u8], at: usize, ranges: &[(u8, u8); N]) -> usize {
    let mut end = at;
    loop {
        match outside(eight(text, end), ranges) {
            0 => end += 8,
            outside => return end + outside.trailing_zeros() as usize / 8,
        }
    }
}

/// The end of such a run that is not empty and, in any case of its letters, none of the words that have
/// these keys.
#[inline]
pub(in crate::parse) fn name<const N: usize, const M: usize>(
    text: &[u8],
    at: usize,
    ranges: &[(u8, u8); N],
    reserved: &[u64; M],
) -> Option<usize> {
    let start = eight(text, at);
    match outside(start, ranges) {
        0 => Some(run(text, at + 8, ranges)),
        outside => {
            let before = (outside & outside.wrapping_neg()) - 1;
            let word = (start | LOW << 5) & before >> 7;
            let refused = reserved.iter().fold(word == 0, |refused, key| refused || word == *key);
            (!refused).then_some(at + outside.trailing_zeros() as usize / 8)
        }
    }
}

/// A word of at most seven lower case letters as the number that [`name`] compares.
pub(in crate::parse) const fn key(word: &[u8]) -> u64 {
    assert!(word.len() < 8);
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key |= (word[at] as u64) << (8 * at);
        at += 1;
    }
    key
}

#[inline]
pub(in crate::parse) fn bytes<const N: usize>(text: &[u8], at: usize, bytes: &[u8; N]) -> Option<usize> {
    (text.get(at..)?.first_chunk::<N>()? == bytes).then_some(at + N)
}

/// An ASCII word in any case, given in lower case.
#[inline]
pub(in crate::parse) fn word<const N: usize>(text: &[u8], at: usize, lower: &[u8; N]) -> Option<usize> {
    let word = text.get(at..)?.first_chunk::<N>()?;
    // No early end: the compiler turns this into few comparisons of several bytes.
    let differ = word.iter().zip(lower).fold(0, |differ, (byte, lower)| differ | ((byte | 0x20) ^ lower));
    (differ == 0).then_some(at + N)
}

/// The next place with this byte; the end when there is none.
#[inline]
pub(in crate::parse) fn skip_to(text: &[u8], at: usize, byte: u8) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let (eights, last) = rest.as_chunks::<8>();
    for (index, eight) in eights.iter().enumerate() {
        // The bytes that are zero now are those looked for; the lowest one gets its highest bit set.
        let differ = u64::from_le_bytes(*eight) ^ (LOW * u64::from(byte));
        let found = differ.wrapping_sub(LOW) & !differ & HIGH;
        if found != 0 {
            return at + 8 * index + found.trailing_zeros() as usize / 8;
        }
    }
    text.len() - last.len() + last.iter().position(|b| *b == byte).unwrap_or(last.len())
}

#[inline]
pub(in crate::parse) fn skip_to_any(text: &[u8], at: usize, stops: &[&[u8]]) -> usize {
    let mut rest = text.get(at..).unwrap_or_default();
    while !rest.is_empty() && !stops.iter().any(|stop| rest.starts_with(stop)) {
        rest = &rest[1..];
    }
    text.len() - rest.len()
}
