//! What the name of a hole says of its value, and what the file does with that name.

use crate::Language;

/// Whether what is filled in is a number, by how it is written.
pub(super) fn is_number(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let converts = ["(int)", "intval(", "number(", "parseint(", "int(", "parsefloat(", "(float)"];
    matches!(name.as_str(), "d" | "i" | "u" | "ld") || converts.iter().any(|it| name.starts_with(it))
}

/// Words in names of what has its quotes already, or is more than a value.
const HINTS: &[&str] = &[
    "quot", "esc", "sql", "lit", "json", "param", "val", "cond", "str(", "repr", "dump", "encode", "inspect",
];

/// Whether what is filled in may have its quotes already: it is more than a variable, its name says so, or
/// the file puts quotes around it somewhere before.
pub(super) fn may_be_quoted(name: &str, file: &str, language: Language) -> bool {
    let is_name = |char: char| char.is_alphanumeric() || "_$@.->".contains(char);
    let is_plain = name.len() > 1 && name.chars().all(is_name);
    !is_plain || hints(name) || language == Language::Markdown || is_set_with_quotes(name, file)
}

fn hints(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    HINTS.iter().any(|hint| lower.contains(hint))
}

/// Whether a line of the file gives a value to the name that has quotes in it.
fn is_set_with_quotes(name: &str, file: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
    let ends_before = |at: usize| !file[..at].chars().next_back().is_some_and(is_part);
    file.match_indices(name).filter(|(at, _)| ends_before(*at)).any(|(at, _)| {
        let rest = &file[at + name.len()..];
        let line = rest.lines().next().unwrap_or_default();
        value(line).is_some_and(|value| has_quotes_inside(value) || hints(value))
    })
}

/// What stands behind the sign that a value is given by: `=`, `:=`, `.=`, `=>`.
fn value(line: &str) -> Option<&str> {
    let line = line.trim_start();
    // `name: String = …`.
    let line = match line.strip_prefix(':') {
        Some(typed) if !typed.starts_with('=') => typed.find('=').map_or(line, |at| &typed[at..]),
        _ => line,
    };
    let sign = ["=>", "+=", ".=", ":=", "?=", "="].iter().find(|sign| line.starts_with(**sign))?;
    let value = &line[sign.len()..];
    (!value.starts_with(['=', '~'])).then_some(value)
}

/// Whether a string in a piece of code holds a single quote: `"'"`, `'\\''`, `"'%s'"`.
fn has_quotes_inside(code: &str) -> bool {
    let mut open: Option<char> = None;
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match open {
            Some(_) if char == '\\' && chars.next() != Some('\'') => {}
            Some(_) if char == '\\' => return true,
            Some(quote) if char == quote => open = None,
            Some(_) if char == '\'' => return true,
            None if matches!(char, '"' | '\'' | '`') => open = Some(char),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{has_quotes_inside, may_be_quoted};
    use crate::Language;

    #[test]
    fn a_name_that_was_set_with_quotes_has_them() {
        for (name, file, expected) in [
            ("$name", "$name = \"'\" . $n . \"'\";", true),
            ("$name", "if ($x) { $name = '\\'a\\''; }", true),
            ("name", "name = $db->quote($n)", true),
            ("name", "name: String = `'${n}'`", true),
            ("name", "name := fmt.Sprintf(\"'%s'\", n)", true),
            ("name", "name = get(\"name\")", false),
            ("name", "surname = \"'\"; name == \"'\"", false),
            ("name", "def f(name): pass", false),
            ("quoted_name", "", true),
            ("f(x)", "", true),
        ] {
            assert_eq!(may_be_quoted(name, file, Language::Python), expected, "{name}: {file}");
        }
    }

    #[test]
    fn quotes_inside_of_strings_are_told_from_those_around_them() {
        assert!(has_quotes_inside("\"'\"") && has_quotes_inside("'\\''") && has_quotes_inside("`'a'`"));
        assert!(!has_quotes_inside("'a' + \"b\"") && !has_quotes_inside("get('x')"));
    }
}
