//! Places by the index of lines, beside places that are counted.

use super::cases;
use proptest::prelude::*;
use vtql_parser::{Columns, LineIndex, Position};

fn text() -> impl Strategy<Value = String> {
    let pieces = vec!["a", "\n", "\r\n", "\r", "é", "日", "𝄞", "\t", "select", " ", "\u{feff}"];
    proptest::collection::vec(proptest::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

fn units(text: &str, columns: Columns) -> u32 {
    let units = match columns {
        Columns::Bytes => text.len(),
        Columns::Characters => text.chars().count(),
        _ => text.encode_utf16().count(),
    };
    u32::try_from(units).expect("a short text")
}

fn counted(text: &str, offset: usize, columns: Columns) -> Position {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = u32::try_from(before.matches('\n').count()).expect("a short text");
    Position { line, column: units(&before[start..], columns) }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_place_is_where_it_is_counted_and_found_again(text in text()) {
        let lines = LineIndex::new(&text);
        prop_assert_eq!(lines.len(), text.matches('\n').count() + 1);
        for columns in [Columns::Bytes, Columns::Characters, Columns::Utf16] {
            for offset in 0..=text.len() + 2 {
                let whole = text.floor_char_boundary(offset.min(text.len()));
                let place = lines.position(offset, columns);
                prop_assert_eq!(place, counted(&text, whole, columns), "{} in {:?}", offset, text);
                // Between `\r` and `\n` there is no column: it is the end of the line.
                let between = text[..whole].ends_with('\r') && text[whole..].starts_with('\n');
                prop_assert_eq!(lines.offset(place, columns), if between { whole - 1 } else { whole });
            }
            for line in 0..=u32::try_from(lines.len()).expect("a short text") {
                for column in 0..50 {
                    let offset = lines.offset(Position { line, column }, columns);
                    prop_assert!(text.is_char_boundary(offset));
                    let found = lines.position(offset, columns);
                    prop_assert!(found.column <= column || found.line < line);
                }
            }
        }
        let joined: Vec<&str> = (0..).take(lines.len()).map(|line| &text[lines.line(line)]).collect();
        let expected: Vec<&str> =
            text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
        // The last line keeps a `\r`: no line break follows it.
        let (last, expected_last) = (joined.last(), text.rsplit('\n').next());
        prop_assert_eq!(&joined[..joined.len() - 1], &expected[..expected.len() - 1]);
        prop_assert_eq!(last.copied(), expected_last);
    }
}
