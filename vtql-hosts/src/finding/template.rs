//! From the characters of a query to a text with holes and a map.

use crate::map::Map;
use crate::output::Output;
use crate::text::{NO_LITERAL, Text};
use std::ops::Range;

/// A text with holes, and where each byte of it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub(crate) text: String,
    pub(crate) holes: Vec<(Range<usize>, String)>,
    pub(crate) map: Map,
    pub(crate) open_end: bool,
}

/// At most so many parts that are there in some runs only are tried one after another.
const MAX_ALTERNATIVES: usize = 16;

/// The text without its optional parts (a hole for each), and then with each of these alone.
pub(crate) fn templates(text: &Text, file: &str, output: &Output) -> Vec<Template> {
    let alone = (0..text.optional.len().min(MAX_ALTERNATIVES)).map(Some);
    let choices = std::iter::once(None).chain(alone);
    choices.map(|chosen| template(text, chosen, file, output)).collect()
}

fn template(text: &Text, chosen: Option<usize>, file: &str, output: &Output) -> Template {
    let mut built = Template {
        text: String::with_capacity(text.units.len()),
        holes: Vec::new(),
        map: Map::default(),
        open_end: text.open_end,
    };
    let left_out: Vec<&Range<usize>> = text
        .optional
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != chosen)
        .map(|(_, part)| &part.units)
        .collect();
    let mut skipped = left_out.into_iter().peekable();
    let mut at = 0;
    while let Some(unit) = text.units.get(at) {
        while skipped.next_if(|part| part.end <= at).is_some() {}
        if let Some(part) = skipped.peek().filter(|part| part.start == at) {
            let last = text.units.get(part.end - 1).unwrap_or(unit);
            let host = unit.start.min(last.start) as usize..unit.end.max(last.end) as usize;
            // Parts of several branches follow each other.
            let goes_on = at > 0
                && built
                    .holes
                    .last()
                    .is_some_and(|(hole, name)| hole.end == built.text.len() && name.is_empty());
            if !goes_on {
                built.hole("", host);
            }
            at = part.end;
        } else {
            let host = unit.start as usize..unit.end as usize;
            if unit.is_hole() {
                built.hole(output.name_of(unit.source), host);
            } else {
                built.text.push(unit.char);
                built.map.push_unit(*unit, file);
            }
            at += 1;
        }
    }
    built
}

impl Template {
    /// Adds a hole; what stands for it in the text is its name, in braces.
    fn hole(&mut self, name: &str, host: Range<usize>) {
        let start = self.text.len();
        self.text.push('{');
        self.text.extend(name.chars().filter(|char| !char.is_control()));
        self.text.push('}');
        self.map.push(self.text.len() - start, host, false, NO_LITERAL);
        self.holes.push((start..self.text.len(), name.to_owned()));
    }
}
