//! Queries that compile, what they send, and what their rows are.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::panic::{RefUnwindSafe, UnwindSafe};
use vtql_client::jiff::civil::{DateTime, date};
use vtql_client::rust_decimal::Decimal;
use vtql_client::write::Written;
use vtql_client::{CountQuery, Query, Record, RecordId, Write, vtql, vtql_create, vtql_query, vtql_revise};

/// The row of a query, read from these cells.
fn row<R: 'static>(query: &Query<R>, cells: &[Option<&str>]) -> Result<R, String> {
    let cells: BTreeMap<&str, Option<&str>> =
        query.columns().iter().copied().zip(cells.iter().copied()).collect();
    let record = Record::from_json(serde_json::to_string(&cells).unwrap()).unwrap();
    query.decode(record).map_err(|error| error.to_string())
}

#[test]
fn a_query_in_a_literal_is_what_it_says() {
    let query = vtql!("select id, lastname from Contacts where mailingcity = 'L''Aquila';");
    assert_eq!(query.wire().unwrap(), "select id, lastname from Contacts where mailingcity = 'L''Aquila';");
}

#[test]
fn literals_may_be_raw_escaped_and_of_many_lines() {
    let raw = vtql!(r#"select id from Contacts where lastname = "a \ b""#);
    assert_eq!(raw.wire().unwrap(), r"select id from Contacts where lastname = 'a \\ b';");
    let lines = vtql!(
        "select id -- the key
         from \u{43}ontacts \
         limit 5"
    );
    assert_eq!(lines.wire().unwrap(), "select id from Contacts limit 5;");
}

#[test]
fn a_query_in_tokens_is_the_same_as_in_a_literal() {
    let tokens = vtql!(select id, lastname from Contacts where lastname like "S%" and not (donotcall = 1) order by lastname desc);
    let literal = vtql!(
        "select id, lastname from Contacts where lastname like 'S%' and not (donotcall = 1) order by lastname desc"
    );
    assert_eq!(tokens.wire().unwrap(), literal.wire().unwrap());
}

#[test]
fn fragments_of_other_macros_are_taken() {
    macro_rules! named {
        ($text:literal, $module:ident) => {
            (vtql!($text), vtql!(select id from $module))
        };
    }
    let (literal, tokens) = named!("select id from Leads", Leads);
    assert_eq!(literal.wire().unwrap(), tokens.wire().unwrap());
}

#[test]
fn rows_have_the_types_of_the_snapshot() {
    let query = vtql!(
        "select id, lastname, email, assigned_user_id, account_id, donotcall, birthday, createdtime from Contacts"
    );
    let cells = [
        Some("12x345"),
        Some("Rossi"),
        Some(""),
        Some("19x1"),
        None,
        Some("1"),
        Some("1980-02-29"),
        Some("2024-01-02 03:04:05"),
    ];
    let row = row(&query, &cells).unwrap();
    let id: RecordId = row.id;
    assert_eq!(id, RecordId::new(12, 345));
    let (lastname, email): (String, Option<String>) = (row.lastname.clone(), row.email.clone());
    assert_eq!((lastname.as_str(), email), ("Rossi", None));
    assert_eq!((row.assigned_user_id, row.account_id), (RecordId::new(19, 1), None));
    assert_eq!((row.donotcall, row.birthday), (Some(true), Some(date(1980, 2, 29))));
    let created: DateTime = row.createdtime;
    assert_eq!(created, date(2024, 1, 2).at(3, 4, 5, 0));
    assert_eq!(format!("{:?}", row.clone()), format!("{row:?}"));
    assert!(
        format!("{row:?}")
            .starts_with("Contacts { id: RecordId { module: 12, record: 345 }, lastname: \"Rossi\"")
    );
}

#[test]
fn rows_serialize_with_the_names_of_their_fields() {
    let query = vtql!(select id, email, donotcall, createdtime from Contacts);
    let cells = [Some("12x345"), None, Some("1"), Some("2024-01-02 03:04:05")];
    assert_eq!(
        serde_json::to_string(&row(&query, &cells).unwrap()).unwrap(),
        r#"{"id":"12x345","email":null,"donotcall":true,"createdtime":"2024-01-02T03:04:05"}"#
    );
}

#[test]
fn a_cell_that_does_not_fit_its_type_names_module_field_record_and_value() {
    let query = vtql!(select id, createdtime from Contacts);
    let error = row(&query, &[Some("12x345"), Some("yesterday")]).unwrap_err();
    assert_eq!(
        error,
        "`createdtime` of record 12x345 of module `Contacts` is \"yesterday\", not a date and time \
         (YYYY-MM-DD HH:MM:SS)"
    );
}

#[test]
fn a_star_selects_every_field_in_describe_order() {
    let query = vtql!(select * from Contacts);
    assert!(query.columns().len() > 40);
    assert_eq!(query.columns()[0], "salutationtype");
    assert_eq!(query.wire().unwrap(), "select * from Contacts;");
}

#[test]
fn a_field_selected_twice_is_one_field_of_the_row() {
    assert_eq!(vtql!(select id, lastname, id from Contacts).columns(), ["id", "lastname"]);
}

#[test]
fn queries_and_rows_cross_threads_and_unwinding() {
    fn crosses<T: Send + Sync + UnwindSafe + RefUnwindSafe + 'static>(_: &T) {}
    let query = vtql!("select id, lastname from Contacts");
    crosses(&query);
    crosses(&row(&query, &[Some("12x345"), Some("Rossi")]).unwrap());
}

#[test]
fn a_row_of_any_number_of_fields_is_cloned_shown_and_serialized_like_one_with_a_name() {
    vtql_query! {
        fn all() -> Everything = select * from Contacts;
    }
    let (named, anonymous) = (all(), vtql!(select * from Contacts));
    assert_eq!(named.columns(), anonymous.columns());
    let cells: Vec<Option<String>> = (0..named.columns().len())
        .map(|number| match named.columns()[number] {
            "id" => Some("12x345".to_owned()),
            "assigned_user_id" | "modifiedby" => Some("19x1".to_owned()),
            "createdtime" | "modifiedtime" => Some("2024-01-02 03:04:05".to_owned()),
            name if name.ends_with("name") || name.starts_with("mailing") => Some(format!("value {number}")),
            _ => None,
        })
        .collect();
    let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
    let named = row(&named, &cells).unwrap();
    let anonymous = row(&anonymous, &cells).unwrap();
    let shown = |row: &dyn Debug| format!("{row:?}").split_once(' ').unwrap().1.to_owned();
    assert_eq!(shown(&anonymous), shown(&named));
    assert_eq!(shown(&anonymous.clone()), shown(&named));
    assert_eq!(serde_json::to_string(&anonymous).unwrap(), serde_json::to_string(&named).unwrap());
    assert_eq!(anonymous.clone().mailingzip, named.mailingzip);

    let fields = anonymous.into_fields();
    let (lastname, city): (String, Option<String>) = (fields.lastname, fields.mailingcity);
    assert_eq!((lastname, city), (named.lastname, named.mailingcity));
}

#[test]
fn a_count_is_a_query_of_its_own() {
    let query: CountQuery = vtql!(select count(*) from Leads where city = "Rome");
    assert_eq!(query.wire().unwrap(), "select count(*) from Leads where city = 'Rome';");
}

#[test]
fn parameters_take_the_types_of_the_fields_that_they_meet() {
    let (prefix, since, owner) = (String::from("O'B%"), date(2024, 2, 29), RecordId::new(19, 1));
    let amount = Decimal::new(12_345, 2);
    let query = vtql!(
        "select id, potentialname from Potentials
         where potentialname like {prefix} and createdtime >= {since} and assigned_user_id = {owner}
           and amount between {1} and {amount} and closingdate < {\"2025-01-01\"} limit {2 * 125}"
    );
    assert_eq!(
        query.wire().unwrap(),
        "select id, potentialname from Potentials where potentialname like 'O''B%' \
         and createdtime >= '2024-02-29 00:00:00' and assigned_user_id = '19x1' and amount >= '1' \
         and amount <= '123.45' and closingdate < '2025-01-01' limit 250;"
    );
    drop((prefix, owner));
}

#[test]
fn values_cannot_become_syntax() {
    let evil = "x\\' or id > '0' -- ";
    let query = vtql!(select id from Contacts where lastname = {evil});
    assert_eq!(query.wire().unwrap(), r"select id from Contacts where lastname = 'x\\'' or id > ''0'' -- ';");
}

#[test]
fn lists_come_from_anything_that_can_be_iterated() {
    let cities = vec!["Rome", "Bari"];
    let query = vtql!(select id from Leads where city in {&cities} or city in {cities.iter().map(|it| it.to_uppercase())});
    assert_eq!(
        query.wire().unwrap(),
        "select id from Leads where city in ('Rome', 'Bari') or city in ('ROME', 'BARI');"
    );
}

#[test]
fn an_empty_list_matches_nothing() {
    let none: [&str; 0] = [];
    assert!(vtql!(select id from Leads where city in {none} and lastname = "x").matches_nothing());
    let query = vtql!(select id from Leads where city in {none} or lastname = "x");
    assert!(!query.matches_nothing());
    assert_eq!(query.wire().unwrap(), "select id from Leads where lastname = 'x';");
}

#[test]
fn a_value_that_cannot_be_sent_is_an_error_of_the_query() {
    let query = vtql!(select id from Contacts where id = {"12x34 or 1=1"} and createdtime > {"soon"});
    let error = query.wire().unwrap_err();
    assert_eq!(error.diagnostics().len(), 2);
    assert!(error.to_string().contains("\"soon\" is not a date and time"), "{error}");
}

#[test]
fn expressions_see_what_is_around_the_query() {
    struct Contacts {
        name: &'static str,
    }
    let lastname = Contacts { name: "a" };
    let query = vtql!(select id, lastname from Contacts where lastname = {lastname.name} and firstname = {Contacts { name: "b" }.name});
    assert_eq!(
        query.wire().unwrap(),
        "select id, lastname from Contacts where lastname = 'a' and firstname = 'b';"
    );
}

#[test]
fn optional_conditions_are_left_out_without_a_value() {
    let find = |city: Option<&str>, since: Option<String>, sources: Option<Vec<&'static str>>| {
        vtql!(
            "select id from Contacts where lastname like 'S%' and? mailingcity = {city}
             and? createdtime > {since} and? leadsource in {sources}"
        )
        .wire()
        .unwrap()
    };
    let start = "select id from Contacts where lastname like 'S%'";
    assert_eq!(find(None, None, None), format!("{start};"));
    assert_eq!(find(Some("Rome"), None, None), format!("{start} and mailingcity = 'Rome';"));
    assert_eq!(
        find(None, Some("2024-01-01".to_owned()), Some(vec!["Employee"])),
        format!("{start} and createdtime > '2024-01-01 00:00:00' and leadsource in ('Employee');")
    );
}

#[test]
fn an_administrator_is_switched_on() {
    let query = vtql!(select id from Users where is_admin = {true} or is_admin in {[false]});
    assert_eq!(query.wire().unwrap(), "select id from Users where is_admin = 'on' or is_admin in ('off');");
}

#[test]
fn an_alternative_without_a_value_is_none() {
    let (city, name): (Option<&str>, Option<&str>) = (None, Some("Rossi"));
    let query = vtql!(select id from Leads where? city = {city} or? lastname = {name});
    assert_eq!(query.wire().unwrap(), "select id from Leads where lastname = 'Rossi';");
    let query = vtql!(select id from Leads where? city = {city} or? lastname = {city} limit 5);
    assert_eq!(query.wire().unwrap(), "select id from Leads limit 5;");
}

/// What a write sends.
fn sent<R>(write: &Write<R>) -> String {
    serde_json::to_string(write.element().unwrap()).unwrap()
}

#[test]
fn a_write_is_what_it_says() {
    let (name, day, none) = (String::from("O'Br\\ien\n"), date(2024, 2, 29), None::<i64>);
    let write = vtql_create!(Contacts {
        lastname: name, firstname: "\u{1F600}\t", birthday: day, cf_853: -1_000, cf_859: 12.50, cf_863: "09:30",
        donotcall: false, cf_879: ["Red", "O'Range"], "mailingcity": None, assigned_user_id: "19x1", cf_855?: none,
    });
    assert_eq!(
        sent(&write),
        r#"{"assigned_user_id":"19x1","birthday":"2024-02-29","cf_853":"-1000","cf_859":"12.50","cf_863":"09:30","cf_879":"Red |##| O'Range","donotcall":"0","firstname":"😀\t","lastname":"O'Br\\ien\n","mailingcity":""}"#
    );
    assert_eq!(
        format!("{write:?}"),
        "Create(Contacts { assigned_user_id, birthday, cf_853, cf_859, cf_863, cf_879, donotcall, firstname, lastname, \
         mailingcity })"
    );
    assert_eq!(format!("{:?}", write.clone().writing()), "Create");
    drop(name);
}

#[test]
fn expressions_and_fragments_fill_a_write() {
    struct Person {
        city: Option<String>,
        choices: Vec<&'static str>,
    }
    macro_rules! revise {
        ($module:ident { $field:ident: $value:expr }) => {
            vtql_revise!($module { id: RecordId::new(12, 5), $field: $value })
        };
    }
    let it = Person { city: None, choices: vec!["Red", "Green"] };
    let write = vtql_revise!(Contacts {
        id: RecordId::new(12, 5),
        mailingcity: it.city or None,
        othercity?: it.city.as_deref(),
        phone: [1, 2].iter().fold(String::new(), |text, number| text + &number.to_string()),
        cf_879: it.choices,
        cf_853: Vec::<(u8, u8)>::new().len(),
    });
    assert_eq!(
        sent(&write),
        r#"{"cf_853":"0","cf_879":"Red |##| Green","id":"12x5","mailingcity":"","phone":"12"}"#
    );
    assert_eq!(it.choices.len(), 2);
    assert_eq!(sent(&revise!(Contacts { lastname: "Rossi" })), r#"{"id":"12x5","lastname":"Rossi"}"#);
    assert_eq!(sent(&revise!(Contacts { lastname: format!("{}", 5) })), r#"{"id":"12x5","lastname":"5"}"#);
    assert_eq!(sent(&revise!(Contacts { cf_853: 2 + 3 })), r#"{"cf_853":"5","id":"12x5"}"#);
    let id = RecordId::new(19, 1);
    assert_eq!(sent(&vtql_revise!(Users { id, is_admin: true })), r#"{"id":"19x1","is_admin":"on"}"#);
}

/// Compiles if the answer of the write can be read so.
fn reads<R>(_: &Write<R>, _: fn(&R) -> (RecordId, &str, DateTime)) {}

#[test]
fn what_a_write_is_answered_is_asked_for() {
    let value = "1";
    let plain: Write<Written> = vtql_revise!(Contacts { id: "12x5", phone: value });
    let asked =
        vtql_revise!(Contacts { id: "12x5", phone: value } -> { contact_no, "createdtime", id, contact_no });
    assert_eq!(sent(&plain), sent(&asked));
    reads(&asked, |answer| (answer.id, &answer.contact_no, answer.createdtime));
}

#[test]
fn a_choice_that_would_be_two_is_refused() {
    let choices = ["Red |##| Green"];
    let write = vtql_revise!(Contacts { id: "12x5", cf_879: choices });
    assert!(write.element().unwrap_err().to_string().contains("`cf_879` cannot be written"));
}
