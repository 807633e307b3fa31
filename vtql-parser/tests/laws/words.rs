//! What is said of wrong texts: each row is a mistake, and the findings with the text that they point at.

use vtql_parser::{Dialect, parse};

#[test]
fn what_is_wrong_is_said_in_these_words() {
    use Dialect::{Surface, Wire};
    for (dialect, text, said) in [
        (
            Surface,
            "select id from M where b is not null",
            &[
                "is not null | error[V015]: VTQL has no `is not null`; `b is not empty` finds the rows where it is set to something",
            ][..],
        ),
        (
            Wire,
            "select id from M where b is not null;",
            &[
                "is not null | error[V015]: VTQL has no `is not null`; `b != ' '` finds the rows where it is set to something",
            ],
        ),
        (
            Surface,
            "select id from M wher x",
            &[
                "wher x | error[V015]: VTQL has no aliases for modules; take the name out: fields are named alone; or write `where` before a condition",
            ],
        ),
        (
            Surface,
            "select id from M where a between 1 and",
            &[
                " | error[V001]: expected a value after `and`, found the end of the clause; text is quoted: `'Rossi'`",
            ],
        ),
        (
            Surface,
            "select id frm Contacts c",
            &[
                "frm | error[V001]: expected `from`, found `frm`; did you mean `from`?",
                "c | error[V015]: VTQL has no aliases for modules; take the name out: fields are named alone; or write `where` before a condition",
            ],
        ),
        (
            Surface,
            "select id formy Contacts",
            &[
                "formy | error[V001]: expected `,` or `from`, found `formy`; separate fields with commas",
                " | error[V001]: expected `from` and a module; name the module that is asked: a query is `select … from … where … order by … limit …;`",
            ],
        ),
        (
            Surface,
            "select id from where",
            &[
                " | error[V001]: expected a module name, found the end of the clause; name the module that is asked, as in `from Contacts`",
                " | error[V001]: expected a condition, found the end of the clause; a condition is a field, an operator and a value, as in `lastname = 'Rossi'`",
            ],
        ),
        (
            Surface,
            "select id from M where +",
            &[
                "+ | error[V004]: `+` has no place in VTQL; expected a field name; VTQL has no arithmetic; text and dates are quoted: `'2026-01-31'`",
            ],
        ),
        (
            Surface,
            "select id from M where a = 'x'y",
            &[
                "y | error[V001]: expected `and`, `or` or the end of the clause, found `y`; a quote inside a string is doubled: `'O''Brien'`",
            ],
        ),
        (
            Surface,
            "select id from M where wher a = 1",
            &[
                "a | error[V001]: expected an operator, found `a`; write `=`, `!=`, `<`, `<=`, `>`, `>=`, `like` or `in`",
            ],
        ),
        (
            Surface,
            "select id, from M where a in 'x' and b = 1",
            &[
                ", | error[V001]: expected a field name beside this comma; name a field, or take the comma out",
                "'x' | error[V014]: a list without parentheses can only end the `where` clause; write the list in parentheses",
            ],
        ),
        (
            Surface,
            "select id \"b\" from M",
            &[
                "\"b\" | error[V001]: expected `,` or `from`, found the string \"b\"; separate fields with commas",
            ],
        ),
        (
            Surface,
            "select id, * from M",
            &[
                "* | error[V001]: `*` stands alone: it already selects every field; take the other fields out, or the `*`",
            ],
        ),
        (
            Surface,
            "select id from M where , orderby",
            &[
                ", | error[V001]: expected a field name, found `,`; a condition is a field, an operator and a value, as in `lastname = 'Rossi'`",
            ],
        ),
        (
            Surface,
            "select id from M where a in ('x') b = 1",
            &[
                "b | error[V001]: expected `and`, `or` or the end of the clause, found `b`; join conditions with `and` or `or`",
            ],
        ),
        (
            Surface,
            "select id from M order by a desc b",
            &[
                "b | error[V001]: expected `,`, `asc`, `desc`, `limit` or the end of the query, found `b`; separate the fields with commas",
            ],
        ),
        (
            Surface,
            "select id from M union select id from N",
            &["union | error[V015]: VTQL has no `union`; send two queries, or join the conditions with `or`"],
        ),
    ] {
        let found = parse(text, dialect).diagnostics;
        let found: Vec<String> = found.iter().map(|it| format!("{} | {it}", it.span.slice(text))).collect();
        assert_eq!(found, said, "{text}");
    }
}
