//! Where the lines of a text begin.

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Columns {
    /// Bytes of UTF-8.
    Bytes,
    /// Characters (Unicode scalar values).
    Characters,
    /// Code units of UTF-16, as editors count.
    Utf16,
}

/// A place in a text. Line and column are counted from 0, as programs count; people are shown both
/// plus one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in the unit that was asked for.
    pub column: u32,
}

/// The lines of a text: found once, in one walk, then every place is found by a binary search.
///
/// A line ends with `\n`, and a `\r` before it belongs to the end of the line. A `\r` that stands alone
/// is white space, as it is to the server.
///
/// ```
/// use vtql_parser::{Columns, LineIndex, Position};
///
/// let text = "select id\r\nfrom 𝄞 x";
/// let lines = LineIndex::new(text);
/// let place = Position { line: 1, column: 6 };
/// assert_eq!(lines.position(20, Columns::Characters), place);
/// assert_eq!(lines.position(20, Columns::Utf16), Position { column: 7, ..place });
/// assert_eq!(lines.offset(place, Columns::Characters), 20);
/// assert_eq!(&text[lines.line(0)], "select id");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Where each line begins.
    starts: Vec<u32>,
    /// The characters of more than one byte, in order.
    wide: Vec<Wide>,
    /// The places of the `\r` before a `\n`.
    returns: Vec<u32>,
    length: u32,
}

/// A character of more than one byte, and how many bytes more than units there are in the text up to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wide {
    start: u32,
    end: u32,
    beyond_characters: u32,
    beyond_utf16: u32,
}

impl LineIndex {
    /// The lines of `text`. What stands beyond its first 4 GiB has the place of their end.
    pub fn new(text: &str) -> Self {
        let mut index = LineIndex {
            starts: vec![0],
            wide: Vec::new(),
            returns: Vec::new(),
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
        };
        let (mut beyond_characters, mut beyond_utf16) = (0, 0);
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            let start = line_start;
            line_start += line.len();
            // Line breaks and lines without wide characters are found many bytes at a time.
            let wide = if line.is_ascii() { "" } else { line };
            for (at, char) in wide.char_indices().filter(|(_, char)| !char.is_ascii()) {
                let Ok(start) = u32::try_from(start + at) else { break };
                let bytes = u32::try_from(char.len_utf8()).unwrap_or(4);
                beyond_characters += bytes - 1;
                beyond_utf16 += bytes - u32::try_from(char.len_utf16()).unwrap_or(2);
                let end = start.saturating_add(bytes);
                index.wide.push(Wide { start, end, beyond_characters, beyond_utf16 });
            }
            let Ok(last) = u32::try_from(line_start.saturating_sub(1)) else { break };
            if line.ends_with('\n') {
                index.starts.push(last.saturating_add(1));
            }
            if line.ends_with("\r\n") {
                index.returns.push(last - 1);
            }
        }
        index
    }

    /// How many lines there are: one more than line breaks.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: an empty text is one empty line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Where a line stands, without its end; empty at the end of the text for a line that is not there.
    pub fn line(&self, line: u32) -> std::ops::Range<usize> {
        let Some(start) = self.starts.get(line as usize) else {
            return self.length as usize..self.length as usize;
        };
        *start as usize..self.end_of(line) as usize
    }

    /// The end of what stands on a line.
    fn end_of(&self, line: u32) -> u32 {
        let Some(next) = self.starts.get(line as usize + 1) else { return self.length };
        let end = next - 1;
        match end.checked_sub(1) {
            Some(before) if self.returns.binary_search(&before).is_ok() => before,
            _ => end,
        }
    }

    /// What of a text to show around a range: its lines, and of those that are long the part around where the
    /// range begins. Less than two kilobytes, whatever the text and the range.
    ///
    /// ```
    /// use vtql_parser::LineIndex;
    ///
    /// let text = format!("select id\nfrom Contacts where {}", "a = 1 and ".repeat(10_000));
    /// let lines = LineIndex::new(&text);
    /// assert_eq!(lines.excerpt(&text, 7..9), 0..9);
    /// let part = lines.excerpt(&text, 50_000..50_005);
    /// assert!(part.contains(&50_000) && part.len() < 2_000);
    /// ```
    pub fn excerpt(&self, text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        const BESIDE: usize = 200;
        const MOST: usize = 1_000;
        let line = |at: usize| self.line(self.position(at, Columns::Bytes).line);
        let (first, last) = (line(range.start), line(range.end.max(range.start)));
        let from = text.floor_char_boundary(range.start.saturating_sub(BESIDE)).max(first.start);
        let whole_line = last.end.saturating_sub(first.start) <= MOST;
        if whole_line {
            return first.start..last.end;
        }
        let most = if range.end > first.end { MOST } else { range.end.saturating_sub(range.start).min(MOST) };
        let end = text.ceil_char_boundary(range.start.saturating_add(most + BESIDE)).min(last.end);
        from..end.max(from)
    }

    /// The place of a byte. An offset inside a character has the place of the character, one beyond the
    /// text that of its end.
    pub fn position(&self, offset: usize, columns: Columns) -> Position {
        let offset = self.whole(u32::try_from(offset).unwrap_or(u32::MAX).min(self.length));
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let bytes = offset - start;
        let column = bytes - (self.beyond(offset, columns) - self.beyond(start, columns));
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), column }
    }

    /// The byte at a place. A column beyond the end of its line is the end of the line, a line beyond the
    /// last one is the end of the text; a column inside a character is its start.
    pub fn offset(&self, position: Position, columns: Columns) -> usize {
        let Some(start) = self.starts.get(position.line as usize).copied() else {
            return self.length as usize;
        };
        let end = self.end_of(position.line);
        // The characters of the line that are wider than a unit, by their place in units.
        let first = self.wide.partition_point(|wide| wide.start < start);
        let before = self.beyond(start, columns);
        let on_line = self.wide.get(first..).unwrap_or_default();
        let column_after = |wide: &Wide| wide.end - start - (wide.beyond(columns) - before);
        let passed =
            on_line.partition_point(|wide| wide.start < end && column_after(wide) <= position.column);
        let beyond = match passed.checked_sub(1).and_then(|last| on_line.get(last)) {
            Some(last) => last.beyond(columns) - before,
            None => 0,
        };
        let offset = start.saturating_add(position.column).saturating_add(beyond).min(end);
        self.whole(offset) as usize
    }

    /// How many bytes more than units there are before an offset between two characters.
    fn beyond(&self, offset: u32, columns: Columns) -> u32 {
        let before = self.wide.partition_point(|wide| wide.end <= offset);
        before.checked_sub(1).and_then(|last| self.wide.get(last)).map_or(0, |last| last.beyond(columns))
    }

    /// The start of the character that an offset lies in.
    fn whole(&self, offset: u32) -> u32 {
        let before = self.wide.partition_point(|wide| wide.end <= offset);
        match self.wide.get(before) {
            Some(wide) if wide.start < offset => wide.start,
            _ => offset,
        }
    }
}

impl Wide {
    fn beyond(&self, columns: Columns) -> u32 {
        match columns {
            Columns::Bytes => 0,
            Columns::Characters => self.beyond_characters,
            Columns::Utf16 => self.beyond_utf16,
        }
    }
}
