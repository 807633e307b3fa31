//! The ways in whose types the compiler knows: parameters of `vtql!`, columns of `schema!`, and conditions of
//! related records.

use crate::operators::{Meeting, OPERATORS, Operator};
use crate::server::{Outcome, Server};
use crate::values::{ATTACKS, is_sql_for_an_id};
use vtql_client::{Record, RecordId, Result, schema, vtql};
use vtql_parser::ast::CompareOp;
use vtql_sandbox::Profile;

schema! {
    mod contacts = Contacts {
        id, lastname, email, phone, leadsource, birthday, createdtime, account_id, assigned_user_id, description
    }
}

/// What came of a typed query, whose error can be in its values as well.
fn outcome<R>(rows: Result<Vec<R>>, id: impl Fn(&R) -> RecordId) -> Outcome {
    match rows {
        Ok(rows) => Outcome::Rows(rows.iter().map(|row| id(row).to_string()).collect()),
        Err(error) => Outcome::of(Err::<Vec<Record>, _>(error)),
    }
}

/// Runs each query; holds each against the same condition written by hand.
macro_rules! attacked {
    ($server:ident, $value:ident; $($module:literal $field:literal $operator:expr => $query:expr;)+) => {$(
        $server.sandbox.clear_log();
        let came = outcome($query.all(&$server.client).await, |row| row.id);
        hold(&$server, $operator, Meeting { module: $module, field: $field, value: $value, other: "0" }, came).await;
    )+};
}

async fn hold(server: &Server, operator: Operator, it: Meeting<'_>, came: Outcome) {
    let sent = server.sent();
    if let Outcome::Refused(codes) = &came {
        assert!(sent.is_empty() && !codes.is_empty(), "{operator:?} {it:?}: {sent:?}");
        return;
    }
    let meant = server.finds(&operator.wire(it)).await.map_or(Outcome::Error, Outcome::Rows);
    assert_eq!(came, meant, "{operator:?} {it:?}");
}

const EQ: Operator = Operator::Compare(CompareOp::Eq);
const GT: Operator = Operator::Compare(CompareOp::Gt);
const NE: Operator = Operator::Compare(CompareOp::Ne);

async fn parameters(profile: Profile) {
    let server = Server::start(profile).await;
    for value in ATTACKS {
        let value: &str = value;
        let list = [value, "0"];
        attacked! { server, value;
            "Contacts" "lastname" EQ => vtql!(select id from Contacts where lastname = {value});
            "Contacts" "email" NE => vtql!(select id from Contacts where email != {value});
            "Contacts" "phone" GT => vtql!(select id from Contacts where phone > {value});
            "Contacts" "leadsource" Operator::In => vtql!(select id from Contacts where leadsource in {list});
            "Contacts" "description" Operator::Like => vtql!(select id from Contacts where description like {value});
            "Contacts" "birthday" GT => vtql!(select id from Contacts where birthday > {value});
            "Contacts" "createdtime" GT => vtql!(select id from Contacts where createdtime > {value});
            "Contacts" "id" EQ => vtql!(select id from Contacts where id = {value});
            "Contacts" "account_id" NE => vtql!(select id from Contacts where account_id != {value});
            "Contacts" "assigned_user_id" EQ => vtql!(select id from Contacts where assigned_user_id = {value});
        }
    }
}

#[tokio::test]
async fn no_parameter_of_the_macro_becomes_text_in_the_cloud() {
    parameters(Profile::Cloud).await;
}

#[tokio::test]
async fn no_parameter_of_the_macro_becomes_text_on_an_open_source_server() {
    parameters(Profile::V8_4).await;
}

/// Runs each condition on a column.
macro_rules! built {
    ($server:ident, $value:ident; $($field:ident $operator:expr => $method:ident;)+) => {$(
        $server.sandbox.clear_log();
        let query = contacts::query().select(contacts::id).filter(contacts::$field.$method($value)).build();
        let came = outcome(query.all(&$server.client).await, |row| *row.values());
        let it = Meeting { module: "Contacts", field: stringify!($field), value: $value, other: "0" };
        hold(&$server, $operator, it, came).await;
    )+};
}

#[tokio::test]
async fn no_value_of_a_column_becomes_text() {
    let server = Server::start(Profile::Cloud).await;
    for value in ATTACKS {
        let value: &str = value;
        built! { server, value;
            lastname EQ => eq;
            email NE => ne;
            phone GT => gt;
            description Operator::Like => like;
            leadsource EQ => eq;
            birthday GT => gt;
            createdtime GT => gt;
            account_id EQ => eq;
            assigned_user_id NE => ne;
            id EQ => eq;
        }
    }
}

/// The condition of related records, which the server writes into a text of its own.
async fn related(profile: Profile) {
    let server = Server::start(profile).await;
    let contacts = server.client.query("select id, account_id from Contacts").unwrap().all().await.unwrap();
    let account = contacts.iter().find_map(|row| row.get("account_id").filter(|id| !id.is_empty()));
    let account: RecordId = account.unwrap().parse().unwrap();
    let all = server.client.retrieve_related(account, "Contacts", "Contacts").await.unwrap();
    let all = match Outcome::of(Ok(all)) {
        Outcome::Rows(ids) => ids,
        other => panic!("{other:?}"),
    };
    assert!(!all.is_empty());
    let fields =
        ["lastname", "leadsource", "birthday", "createdtime", "donotcall", "account_id", "assigned_user_id"];
    for (number, value) in ATTACKS.iter().enumerate() {
        for (place, field) in fields.iter().enumerate() {
            let operator = OPERATORS[(number + place) % OPERATORS.len()];
            let other = if field.ends_with("_id") { "12x1" } else { "0" };
            let it = Meeting { module: "Contacts", field, value, other };
            server.sandbox.clear_log();
            let came = server.client.query_related(account, "Contacts", operator.tree(it)).await;
            let came = Outcome::of(came);
            let case = format!("{operator:?} {it:?}: {came:?}");
            if let Outcome::Refused(_) = came {
                assert!(server.sent().is_empty(), "{case}: {:?}", server.sent());
                continue;
            }
            assert!(!field.ends_with("_id") || !is_sql_for_an_id(value), "{case}");
            let meant = server
                .finds(&operator.wire(it))
                .await
                .map_or(Outcome::Error, |ids| Outcome::Rows(ids.intersection(&all).cloned().collect()));
            assert_eq!(came, meant, "{case}");
        }
    }
}

#[tokio::test]
async fn no_condition_of_related_records_becomes_text_in_the_cloud() {
    related(Profile::Cloud).await;
}

#[tokio::test]
async fn no_condition_of_related_records_becomes_text_on_an_open_source_server() {
    related(Profile::V8_4).await;
}
