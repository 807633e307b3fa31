//! A module that `vtql codegen` wrote, and what the macros make of the same queries.

use crate::crm;
use vtql_client::jiff::civil::date;
use vtql_client::query::Cells;
use vtql_client::rust_decimal::Decimal;
use vtql_client::{RecordId, Row, vtql};

#[test]
fn generated_functions_are_the_queries_of_the_macro() {
    let (city, day) = ("L'Aquila", date(2024, 2, 29));
    let (pattern, types): (Option<&str>, Option<&[&str]>) = (Some("50\\%%"), None);
    let moment = day.at(9, 30, 0, 0);
    assert_eq!(
        crm::contacts_of(city).wire().unwrap(),
        vtql!("select id, lastname, email from Contacts where mailingcity = {city} order by lastname")
            .wire()
            .unwrap()
    );
    assert_eq!(
        crm::events_today(day, moment, pattern, types).wire().unwrap(),
        vtql!(select id, subject, date_start, time_start, modifiedtime from Events
            where date_start = {day} and modifiedtime < {moment} and? subject like {pattern}
            and? activitytype in {types})
        .wire()
        .unwrap()
    );
    assert_eq!(
        crm::open_potentials(RecordId::new(19, 1)).wire().unwrap(),
        "select count(*) from Potentials where assigned_user_id = '19x1' \
         and sales_stage != 'Closed Won' and sales_stage != 'Closed Lost';"
    );
    let between =
        crm::potentials_between(Decimal::new(125, 1), 90.into(), day, &["Prospecting", "Closed Won"], 250);
    assert_eq!(
        between.wire().unwrap(),
        "select id, potentialname, amount, closingdate from Potentials where amount >= '12.5' \
         and amount <= '90' and closingdate >= '2024-02-29' and sales_stage in ('Prospecting', 'Closed Won') \
         order by closingdate limit 250;"
    );
}

#[test]
fn generated_rows_are_read_and_shown_like_any_others() {
    let cells = [Some("12x345"), Some("Rossi"), None];
    let cells = Cells::new("Contacts", Some("12x345"), crm::ContactsOf::COLUMNS, &cells);
    let row = crm::ContactsOf::decode(&cells).unwrap();
    assert_eq!((row.id, row.lastname.as_str(), &row.email), (RecordId::new(12, 345), "Rossi", &None));
    assert_eq!(
        format!("{row:?}"),
        "ContactsOf { id: RecordId { module: 12, record: 345 }, lastname: \"Rossi\", email: None }"
    );
    assert_eq!(serde_json::to_string(&row).unwrap(), r#"{"id":"12x345","lastname":"Rossi","email":null}"#);
}
