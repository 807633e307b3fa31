//! Texts of tokens in any order.

use super::fixes::apply_lawfully;
use super::instance_of_corpus;
use proptest::prelude::*;
use vtql_parser::Dialect;
use vtql_schema::Checker;

fn token() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "select",
        "from",
        "where",
        "order",
        "by",
        "orderby",
        "limit",
        "and",
        "or",
        "not",
        "in",
        "like",
        "between",
        "includes",
        "is",
        "empty",
        "count",
        "*",
        "(",
        ")",
        ",",
        ";",
        "=",
        "<",
        ">=",
        "!=",
        "id",
        "lastname",
        "LASTNAME",
        "account_id",
        "assigned_user_id",
        "birthday",
        "cf_851",
        "cf_validfrom",
        "Contacts",
        "contacts",
        "Users",
        "null",
        "0",
        "-1",
        "12x5",
        "99x1",
        "'a\\'",
        "'\u{fc}%'",
        "'2026-02-30'",
        "''",
        "{p}",
        "1e999",
        "\n",
        "-- vtql: allow(V3xx)\n",
        "-- vtql: allow(V9, \u{fc})",
        "/* x */",
        "0x",
        "'5'",
        "\"5\"",
        "`id`",
        "=~",
        "==",
        "<>",
        "lt",
        "count",
        "asc",
        "desc",
        "mailingcity",
        "cf_853",
        "like",
        "99999999999999999999",
    ]);
    prop_oneof![9 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #[test]
    fn no_text_makes_the_rules_panic_or_point_outside_of_it(
        tokens in prop::collection::vec(token(), 0..24),
        query in prop::collection::vec(token(), 0..12),
    ) {
        let snapshot = instance_of_corpus();
        let soup = tokens.join(" ");
        let tail = query.join(" ");
        let tight = query.concat();
        for text in [soup, format!("select id from Contacts where lastname{tight};"), format!("select{tight}from Contacts;"), format!("select id, cf_validfrom from Contacts where {tail};"), format!("select {tail} from Contacts")] {
            for dialect in [Dialect::Wire, Dialect::Surface] {
                let found = Checker::new(dialect).snapshot(&snapshot).text(&text).diagnostics;
                for finding in &found {
                    prop_assert!(text.get(finding.span.range()).is_some(), "{finding} in {text}");
                }
                apply_lawfully(&text, dialect, &snapshot).map_err(TestCaseError::fail)?;
            }
        }
    }
}
