//! A file that changes is read as if it were read for the first time.

use super::cases::sources;
use super::judge;
use proptest::prelude::*;
use vtql_hosts::{FileChecker, Language, Memory};

/// What people and programs put into a source, and what changes the meaning of all that follows.
const PIECES: &[&str] = &[
    "a",
    "x1",
    " ",
    "\n",
    "\n\n",
    "'",
    "\"",
    "\"\"\"",
    "`",
    "\\",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ";",
    ",",
    ".",
    "$",
    "${",
    "#",
    "//",
    "/*",
    "*/",
    "<!--",
    "<?php",
    "?>",
    "<<<X\n",
    "\nX;\n",
    "r#\"",
    "%s",
    "=",
    "$sql = ",
    "sql = ",
    "q += ",
    "é",
    "\u{1f600}",
    "// vtql\n",
    "# vtql: ignore\n",
    "select id from Leads limit 5;",
    " and email = 'a'",
    "if (x) {",
    "return ",
];

/// Numbers that look random, from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end.max(1) as u64)).unwrap()
    }
}

/// Sources one behind the other, some of them more than once.
fn document(sources: &[String], dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.below(24) {
        let source = &sources[dice.below(sources.len())];
        let rest = source.strip_prefix("<?php\n").filter(|_| !text.is_empty());
        text.push_str(rest.unwrap_or(source));
    }
    text
}

fn place(text: &str, dice: &mut Dice) -> usize {
    let at = dice.below(text.len() + 1);
    // Half of the edits are made in queries.
    let query = text[text.floor_char_boundary(at)..].find("from").filter(|_| dice.below(2) == 0);
    text.floor_char_boundary(
        query.map_or(at, |it| text.floor_char_boundary(at) + it + dice.below(12)).min(text.len()),
    )
}

fn edit(text: &mut String, sources: &[String], dice: &mut Dice) {
    let start = place(text, dice);
    let end = text.ceil_char_boundary((start + [0, 0, 1, 3, 40, 400][dice.below(6)]).min(text.len()));
    let new = match dice.below(12) {
        0 => sources[dice.below(sources.len())].as_str(),
        1 => "",
        _ => PIECES[dice.below(PIECES.len())],
    };
    text.replace_range(start..end, new);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(std::env::var("VTQL_CASES").map_or(120, |it| it.parse().unwrap())))]

    #[test]
    fn a_file_is_read_again_as_it_would_be_read_anew(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let all: Vec<Language> = Language::all().filter(|it| !sources(*it).is_empty()).collect();
        let language = all[dice.below(all.len())];
        let sources = sources(language);
        let mut text = document(&sources, &mut dice);
        let checker = FileChecker::new(judge());
        let mut memory = Memory::default();
        let mut before = Vec::new();
        for _ in 0..10 {
            let cursor = (dice.below(3) == 0).then(|| dice.below(text.len() + 1));
            let anew = checker.found(None, &text, language, cursor);
            let again = checker.found_again(&mut memory, None, &text, language, cursor);
            prop_assert_eq!(format!("{again:?}"), format!("{anew:?}"), "{:?}\n{}", language, text);
            let judged = checker.judged_again(&mut memory, &text, language, &again);
            prop_assert_eq!(judged, checker.judged(&text, language, &anew), "{:?}\n{}", language, text);
            before.push(text.clone());
            if dice.below(4) == 0 {
                // What was done is undone.
                text.clone_from(&before[dice.below(before.len())]);
            } else {
                edit(&mut text, &sources, &mut dice);
            }
        }
    }
}
