//! Conditions that the server is given, each tried against the whole scan that it spares.

use crate::support::{Instance, small};
use std::collections::HashSet;

/// Conditions over contacts, potentials and so on, with what has to be in the text that is sent; an empty text where
/// nothing is to be sent of them.
const CONDITIONS: &[(&str, &str, &str)] = &[
    // Text: wider on the server, checked here.
    ("contacts", "lastname = 'Rossi'", "lastname = 'Rossi'"),
    ("contacts", "lastname = 'ROSSI'", "lastname = 'ROSSI'"),
    ("contacts", "lastname = 'O''Brien'", "lastname = 'O''Brien'"),
    ("contacts", "lastname = 'a\\'", "lastname = 'a\\\\'"),
    ("contacts", "lastname = ''", "lastname = ' '"),
    ("contacts", "lastname <> 'Rossi'", ""),
    ("contacts", "lastname > 'M'", ""),
    ("contacts", "lastname in ('Rossi', 'Weber', 'rossi ')", "lastname in ('Rossi', 'Weber', 'rossi ')"),
    ("contacts", "lastname not in ('Rossi')", ""),
    ("contacts", "lastname like 'R%'", "lastname like 'R%'"),
    ("contacts", "lastname like '%a_'", "lastname like '%a_'"),
    ("contacts", "lastname like '100\\%%'", "lastname like '100"),
    ("contacts", "lastname not like 'R%'", ""),
    ("contacts", "lastname ilike 'rO%'", "lastname like 'rO%'"),
    ("contacts", "lastname ilike 'sk%'", "lastname like '__%'"),
    ("contacts", "email is null", ""),
    ("contacts", "birthday is not null", ""),
    // Dates.
    ("contacts", "birthday = '1980-05-06'", "birthday = '1980-05-06'"),
    ("contacts", "birthday >= '1980-01-01'", "birthday >= '1980-01-01'"),
    ("contacts", "birthday < '1980-01-01'", "birthday < '1980-01-01' and birthday >= '0001-01-01'"),
    ("contacts", "birthday <> '1980-05-06'", "birthday != '1980-05-06' and birthday >= '0001-01-01'"),
    ("contacts", "birthday between '1970-01-01' and '1979-12-31'", "birthday >= '1970-01-01'"),
    ("contacts", "createdtime >= '2026-01-01'", "createdtime >= '2026-01-01 00:00:00'"),
    ("contacts", "createdtime < '2026-01-01 10:00:00.5'", "createdtime <= '2026-01-01 10:00:00'"),
    ("contacts", "createdtime > now() - interval '300 days'", "createdtime > '"),
    // Numbers.
    ("potentials", "amount > 1000.5", "amount > '1000.5'"),
    ("potentials", "amount <= 0", "amount <= '0'"),
    ("potentials", "amount <> 0", "amount != '0'"),
    ("potentials", "amount < 99999999999", "amount <= '99999999999'"),
    ("potentials", "amount between 10 and 20000", "amount >= '10'"),
    ("potentials", "amount not in (1, 2.5)", "amount != '1' and amount != '2.5'"),
    ("accounts", "employees > 500", "employees > '500'"),
    ("accounts", "employees in (1, 2, 500)", "employees in ('1', '2', '500')"),
    // Booleans.
    ("contacts", "donotcall", "donotcall = '1'"),
    ("contacts", "not donotcall", "donotcall = '0'"),
    ("contacts", "donotcall = true", "donotcall = '1'"),
    ("contacts", "donotcall is true", "donotcall = '1'"),
    // References and owners.
    ("contacts", "account_id = '11x0'", "account_id = '11x0'"),
    ("contacts", "account_id = 'nonsense'", ""),
    ("contacts", "account_id <> '11x5'", ""),
    ("contacts", "account_id = ''", ""),
    ("contacts", "assigned_user_id = '19x1'", "assigned_user_id = '19x1'"),
    // Groups of them.
    ("contacts", "lastname = 'Rossi' or birthday > '1990-01-01'", " or "),
    ("contacts", "lastname = 'Rossi' or email is null", ""),
    ("contacts", "(lastname > 'M' and birthday > '1990-01-01') or donotcall", "birthday > '1990-01-01'"),
    ("contacts", "birthday > '1990-01-01' and lastname > 'M'", "birthday > '1990-01-01'"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_finds_the_rows_that_it_finds_in_a_whole_scan() {
    let instance = Instance::of(small()).await;
    for (table, condition, sent) in CONDITIONS {
        let text = format!("select id from {table} where {condition}");
        let (rows, queries) =
            instance.run(&text).await.unwrap_or_else(|error| panic!("{condition}: {error}"));
        // No condition goes below a limit.
        let whole =
            format!("select id from (select * from {table} order by id limit 100000) t where {condition}");
        let (all, whole_queries) = instance.run(&whole).await.unwrap();
        assert!(!whole_queries[0].contains(" where "), "{whole_queries:?}");
        let (rows, all): (HashSet<_>, HashSet<_>) = (rows.into_iter().collect(), all.into_iter().collect());
        assert_eq!(rows, all, "{condition}: {queries:?}");
        let first = queries.first().unwrap();
        if sent.is_empty() {
            assert!(!first.contains(" where "), "{condition}: {first}");
        } else {
            assert!(first.contains(sent), "{condition}: {first}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_id_of_a_record_is_looked_up() {
    let instance = Instance::of(small()).await;
    let (rows, _) = instance.run("select id from contacts limit 1").await.unwrap();
    let id = rows[0][0].clone().unwrap();
    let (rows, queries) =
        instance.run(&format!("select lastname from contacts where id = '{id}'")).await.unwrap();
    assert_eq!((rows.len(), queries.len()), (1, 2), "{queries:?}");
    // The server does not look at the part before the `x`.
    let other = format!("999x{}", id.split_once('x').unwrap().1);
    let (rows, _) =
        instance.run(&format!("select lastname from contacts where id = '{other}'")).await.unwrap();
    assert_eq!(rows.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_stay_values() {
    let instance = Instance::of(small()).await;
    for value in
        ["' or 1=1 -- ", "\\' or 1=1; ", "12x3 or 1=1", "%' or lastname like '%", "\u{0}x", "日本 👩"]
    {
        let value = value.replace('\'', "''");
        for field in ["lastname", "account_id", "id", "assigned_user_id"] {
            for test in [
                format!("{field} = '{value}'"),
                format!("{field} in ('{value}', 'b')"),
                format!("{field} like '{value}'"),
            ] {
                let text = format!("select id from contacts where {test}");
                let (rows, _) = instance.run(&text).await.unwrap_or_else(|error| panic!("{test}: {error}"));
                let whole = format!(
                    "select id from (select * from contacts order by id limit 100000) t where {test}"
                );
                assert_eq!(rows.len(), instance.run(&whole).await.unwrap().0.len(), "{test}");
                assert!(rows.len() < 20, "{test}");
            }
        }
    }
}
