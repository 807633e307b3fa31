//! From the bytes of a text to those of the file that it stands in.

use crate::text::Unit;
use std::ops::Range;

/// Where each byte of a text comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Map {
    /// In order of the text, without gaps.
    segments: Vec<Segment>,
}

/// A part of a text that comes from one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) text: Range<usize>,
    pub(crate) host: Range<usize>,
    /// Whether the file has the same bytes, one for one; otherwise the whole stands for the whole.
    pub(crate) is_verbatim: bool,
    /// The literal that it stands in.
    pub(crate) source: u32,
}

impl Map {
    /// Adds `length` bytes of text that come from a part of the file. `is_verbatim`: the file has the
    /// same bytes.
    pub(crate) fn push(&mut self, length: usize, host: Range<usize>, is_verbatim: bool, source: u32) {
        let start = self.segments.last().map_or(0, |last| last.text.end);
        let text = start..start + length;
        match self.segments.last_mut() {
            Some(last)
                if is_verbatim
                    && last.is_verbatim
                    && last.host.end == host.start
                    && last.source == source =>
            {
                last.text.end = text.end;
                last.host.end = host.end;
            }
            _ => self.segments.push(Segment { text, host, is_verbatim, source }),
        }
    }

    /// Adds the character of a unit; `file` is what its bytes point into.
    pub(crate) fn push_unit(&mut self, unit: Unit, file: &str) {
        let host = unit.start as usize..unit.end as usize;
        let is_verbatim = file.get(host.clone()).is_some_and(|text| text.chars().eq([unit.char]));
        self.push(unit.char.len_utf8(), host, is_verbatim, unit.source);
    }

    /// The same text in another place of the file.
    pub(crate) fn moved(&self, place: impl Fn(usize) -> usize, literal: impl Fn(u32) -> u32) -> Self {
        let moved = |it: &Segment| Segment {
            text: it.text.clone(),
            host: place(it.host.start)..place(it.host.end),
            is_verbatim: it.is_verbatim,
            source: literal(it.source),
        };
        Map { segments: self.segments.iter().map(moved).collect() }
    }

    /// The part of the file that a part of the text stands for. An empty part lies behind the character
    /// before it.
    pub(crate) fn host(&self, range: Range<usize>) -> Range<usize> {
        let end = self.before(range.end.max(range.start));
        let start = if range.is_empty() { None } else { self.at(range.start) };
        let first = self.segments.first().map_or(0, |segment| segment.host.start);
        let start = start.or(end).unwrap_or(first);
        start..end.unwrap_or(first).max(start)
    }

    /// The segments that a part of the text touches; for an empty part those beside it.
    pub(crate) fn touched(&self, range: Range<usize>) -> impl Iterator<Item = &Segment> {
        let from = self.segments.partition_point(|segment| segment.text.end < range.start);
        self.segments[from..].iter().take_while(move |segment| segment.text.start <= range.end).filter(
            move |segment| {
                range.is_empty() || (segment.text.start < range.end && range.start < segment.text.end)
            },
        )
    }

    /// The part of the text that a part of the file stands for, where both have the same bytes.
    pub(crate) fn text(&self, host: Range<usize>) -> Option<Range<usize>> {
        let holds = |segment: &&Segment| {
            segment.is_verbatim && segment.host.start <= host.start && host.end <= segment.host.end
        };
        let segment = self.segments.iter().find(holds)?;
        let start = segment.text.start + host.start - segment.host.start;
        Some(start..start + host.len())
    }

    /// The byte of the text at a byte of the file, that of its end included.
    pub(crate) fn text_offset(&self, host: usize) -> Option<usize> {
        let at = |segment: &&Segment| segment.host.start <= host && host < segment.host.end;
        let behind = |segment: &&Segment| segment.host.end == host;
        let segment = self.segments.iter().find(at).or_else(|| self.segments.iter().rfind(behind))?;
        Some(if segment.is_verbatim {
            segment.text.start + host - segment.host.start
        } else if host == segment.host.end {
            segment.text.end
        } else {
            segment.text.start
        })
    }

    /// Where the byte `at` of the text begins in the file.
    fn at(&self, at: usize) -> Option<usize> {
        let index = self.segments.partition_point(|segment| segment.text.end <= at);
        let segment = self.segments.get(index)?;
        Some(segment.host.start + if segment.is_verbatim { at - segment.text.start } else { 0 })
    }

    /// Where what stands before the byte `at` of the text ends in the file.
    fn before(&self, at: usize) -> Option<usize> {
        let index = self.segments.partition_point(|segment| segment.text.start < at).checked_sub(1)?;
        let segment = self.segments.get(index)?;
        let inside = at.min(segment.text.end) - segment.text.start;
        Some(if segment.is_verbatim { segment.host.start + inside } else { segment.host.end })
    }
}
