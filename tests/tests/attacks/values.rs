//! Values that mean to be more than values.

pub(crate) const ATTACKS: &[&str] = &[
    // What a field of record ids would take apart.
    "11x0 or 1=1",
    "12x1 or 1",
    "a11x0 or 1",
    "11x0)or(1=1",
    "11x5x6",
    "11xuser_name",
    "11x0 union select id from vtiger_users",
    "(select id from vtiger_users)x1 or 1",
    "11x(select id from vtiger_users limit 1)",
    "11x0/**/or/**/1",
    "11x0--",
    "11x0;drop table vtiger_users",
    "11x0\u{a0}or\u{a0}1",
    "x or sleep(5)",
    "12x1'",
    // Ends of strings.
    "'",
    "''",
    "\"",
    "\\",
    "\\'",
    "\\\\'",
    "x\\",
    "' or '1'='1",
    "\" or \"1\"=\"1",
    "\\' or 1=1 -- ",
    "''; select * from Users; --",
    "\u{2019} or 1=1",
    "\u{ff07} or 1=1",
    "\u{2bc}) or (1=1",
    "日本' or 1",
    "\u{202e}' or 1=1",
    // What is between clauses.
    ";",
    "; select id from Users;",
    "-- ",
    "#",
    "/* ",
    "*/ or 1 /*",
    "`id`",
    " or ",
    "\n or 1=1",
    "a' WHERE id > '12x0",
    "order by id",
    "1) or (1=1",
    "%' or '%'='",
    "%",
    "\0",
    "a\0' or 1=1",
    // Numbers with tails, and what only looks like one.
    "1 or 1=1",
    "1;",
    "1e5 or 1",
    "1e5",
    "0x31",
    "0x27206f7220313d31",
    "5.5.5",
    "-1 or 1",
    "1-1",
    // What words mean elsewhere.
    "null",
    "NULL or 1=1",
    "true or 1",
    "{p}",
    "${id}",
    "2026-11-29 or 1=1",
    "2026-11-29' or '1'='1",
    "10:00:00' or 1=1 -- ",
    "on' or 'on'='on",
    "Red |##| Blue' or 1",
];

/// Whether a server writes more than a number into its SQL for this value of a field of record ids: it cuts the
/// text at each `x` and takes the second piece. One that has no digits around an `x` it refuses.
pub(crate) fn is_sql_for_an_id(value: &str) -> bool {
    let pieces: Vec<&str> = value.split('x').collect();
    let has_id = pieces.windows(2).any(|pair| {
        pair[0].ends_with(|c: char| c.is_ascii_digit()) && pair[1].starts_with(|c: char| c.is_ascii_digit())
    });
    let second = pieces.get(1).copied().unwrap_or_default();
    has_id && !second.bytes().all(|byte| byte.is_ascii_digit())
        || value.starts_with(|c: char| c.is_ascii_digit())
            && second.starts_with(|c: char| c.is_alphabetic() || c == '(')
}

/// A literal of the wire, as its documentation says it.
pub(crate) fn literal(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''"))
}

/// A text that the server reads, cut into what is outside of its strings, with a `?` for each, and the strings.
pub(crate) fn read(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut strings) = (String::new(), Vec::new());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\'' {
            outside.push(c);
            continue;
        }
        let mut string = String::new();
        while let Some(c) = rest.next() {
            match c {
                '\\' => string.extend(rest.next()),
                '\'' if rest.next_if_eq(&'\'').is_some() => string.push('\''),
                '\'' => break,
                c => string.push(c),
            }
        }
        outside.push('?');
        strings.push(string);
    }
    (outside, strings)
}
