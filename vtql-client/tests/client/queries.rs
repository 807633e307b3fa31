use crate::contacts::{self, name};
use crate::server::{Reply, Request, Server};
use vtql_client::query::{Cells, DecodeError};
use vtql_client::{ErrorKind, Plan, Query, RetryPolicy, Row};

/// Contacts 1 to `count`.
fn contacts(count: u64) -> impl Fn(&Request, usize) -> Reply {
    move |request, _| contacts::contacts(request, count)
}

#[derive(Debug, PartialEq)]
struct Contact {
    employees: i64,
    lastname: String,
}

impl Row for Contact {
    const COLUMNS: &'static [&'static str] = &["employees", "lastname"];

    fn decode(cells: &Cells<'_>) -> Result<Self, DecodeError> {
        Ok(Contact { employees: cells.decode(0)?, lastname: cells.decode(1)? })
    }
}

fn typed(text: &str) -> Query<Contact> {
    Query::new(vtql_parser::parse_query(text, vtql_parser::Dialect::Surface).unwrap())
}

#[tokio::test]
async fn all_rows_come_by_id_when_no_order_is_asked_for() {
    let server = Server::start(contacts(230)).await;
    let rows = server.client().query("select lastname from Contacts").unwrap().all().await.unwrap();
    let ids: Vec<u64> = rows.iter().map(|row| row.id().unwrap().record).collect();
    assert_eq!(ids, (1..=230).collect::<Vec<_>>());
    assert_eq!(rows[4].get("lastname"), Some(&*name(5)));
    assert_eq!(
        server.queries(),
        [
            "select lastname from Contacts order by id limit 100;",
            "select lastname from Contacts where id > '12x100' order by id limit 100;",
            "select lastname from Contacts where id > '12x200' order by id limit 100;",
            "select lastname from Contacts where id > '12x230' order by id limit 100;",
        ]
    );
}

#[tokio::test]
async fn every_branch_of_an_or_gets_the_bound() {
    let server = Server::start(contacts(120)).await;
    let query = server
        .client()
        .query("select id from Contacts where lastname = 'a' or lastname = 'b' and email = 'c'")
        .unwrap();
    query.all().await.unwrap();
    assert_eq!(
        server.queries()[1],
        "select id from Contacts where lastname = 'a' and id > '12x100' \
         or lastname = 'b' and email = 'c' and id > '12x100' order by id limit 100;"
    );
}

#[tokio::test]
async fn a_limit_beyond_the_cap_is_met_exactly() {
    let server = Server::start(contacts(2500)).await;
    let client = server.client();
    assert_eq!(client.query("select id from Contacts limit 250").unwrap().all().await.unwrap().len(), 250);
    assert_eq!(
        client
            .query("select id from Contacts order by lastname limit 250")
            .unwrap()
            .all()
            .await
            .unwrap()
            .len(),
        250
    );
    assert!(client.query("select id from Contacts limit 0").unwrap().all().await.unwrap().is_empty());
}

#[tokio::test]
async fn rows_decode_into_a_type_by_the_names_of_its_columns() {
    let server = Server::start(contacts(150)).await;
    let query = typed("select lastname, employees from Contacts");
    let rows = query.all(&server.client()).await.unwrap();
    assert_eq!(rows.len(), 150);
    assert_eq!(rows[149], Contact { employees: 150, lastname: name(150) });
}

#[tokio::test]
async fn a_value_that_does_not_decode_says_which_and_how_far_the_rows_before_it_came() {
    let server = Server::start(|_, n| match n {
        0 => Reply::result(r#"[{"lastname":"a","employees":"1","id":"12x1"},{"lastname":"b","employees":"many","id":"12x2"},{"lastname":"c","employees":"3","id":"12x3"}]"#),
        _ => Reply::result("[]"),
    })
    .await;
    let client = server.client();
    let mut rows = typed("select lastname, employees from Contacts").stream(&client);
    assert_eq!(rows.next().await.unwrap().unwrap().employees, 1);
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    for word in ["employees", "12x2", "Contacts", "many", "stopped after row 1, 12x1"] {
        assert!(text.contains(word), "{text}");
    }
    assert_eq!(rows.next().await.unwrap().unwrap().employees, 3);
    assert!(rows.next().await.is_none());
}

#[tokio::test]
async fn one_optional_and_first_ask_for_no_more_than_they_need() {
    let server = Server::start(|request, n| contacts(if n < 4 { 2 } else { 0 })(request, n)).await;
    let client = server.client();
    let query = client.query("select id from Contacts").unwrap();
    assert_eq!(query.first().await.unwrap().unwrap().id().unwrap().record, 1);
    assert_eq!(query.one().await.unwrap_err().kind(), ErrorKind::RowCount);
    assert_eq!(query.optional().await.unwrap_err().kind(), ErrorKind::RowCount);
    assert_eq!(
        client.query("select id from Contacts limit 1").unwrap().one().await.unwrap().id().unwrap().record,
        1
    );
    assert!(query.first().await.unwrap().is_none());
    assert!(query.optional().await.unwrap().is_none());
    assert_eq!(query.one().await.unwrap_err().kind(), ErrorKind::RowCount);
    let limits: Vec<String> =
        server.queries().iter().map(|it| it.rsplit("limit ").next().unwrap().to_owned()).collect();
    assert_eq!(limits, ["1;", "2;", "2;", "1;", "1;", "2;", "2;"]);
}

#[tokio::test]
async fn a_count_is_asked_for_and_made_where_the_server_does_not_answer_it() {
    let server = Server::always(|| Reply::result(r#"[{"count":"2631"}]"#)).await;
    let client = server.client();
    assert_eq!(client.query("select id from Contacts").unwrap().count().await.unwrap(), 2631);
    assert_eq!(client.query("select id from Contacts limit 100, 50").unwrap().count().await.unwrap(), 50);
    assert_eq!(client.query("select id from Contacts limit 2600, 50").unwrap().count().await.unwrap(), 31);
    assert_eq!(server.queries()[0], "select count(*) from Contacts;");

    let server = Server::start(|request, n| {
        let counts = request.param("query").unwrap().contains("count(*)");
        if counts { Reply::result("[]") } else { contacts(230)(request, n) }
    })
    .await;
    let client = server.client();
    assert_eq!(
        client.query("select lastname from Contacts order by lastname").unwrap().count().await.unwrap(),
        230
    );
    assert_eq!(client.query("select id from Contacts limit 200, 50").unwrap().count().await.unwrap(), 30);
    let rows = client.query("select count(*) from Contacts").unwrap().all().await.unwrap();
    assert_eq!(rows[0].get("count"), Some("230"));
    assert_eq!(server.queries()[1], "select id from Contacts order by id limit 100;");
}

#[tokio::test]
async fn a_page_that_fails_for_good_says_after_which_row() {
    let server = Server::start(|request, n| match n {
        0 => contacts(500)(request, n),
        _ => Reply::with("400 ACCESS_DENIED:no more", "text/json", ""),
    })
    .await;
    let client = server.client();
    let mut rows = client.query("select id from Contacts").unwrap().stream();
    for _ in 0..100 {
        rows.next().await.unwrap().unwrap();
    }
    let error = rows.next().await.unwrap().unwrap_err();
    let stopped = error.stopped_after().unwrap();
    assert_eq!((stopped.rows, stopped.last.map(|id| id.record)), (100, Some(100)));
    assert!(error.to_string().ends_with("stopped after row 100, 12x100"), "{error}");
    assert!(rows.next().await.is_none());
}

#[tokio::test]
async fn a_page_that_fails_now_and_then_loses_nothing() {
    let server = Server::start(|request, n| match n % 3 {
        0 => Reply::with("503 Service Unavailable", "text/html", ""),
        1 => Reply::json(r#"{"success":true,"result":[{"id":"12x"#),
        _ => contacts(777)(request, n),
    })
    .await;
    let rows = server.client().query("select id from Contacts").unwrap().all().await.unwrap();
    let ids: Vec<u64> = rows.iter().map(|row| row.id().unwrap().record).collect();
    assert_eq!(ids, (1..=777).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_query_goes_on_where_it_stopped() {
    for text in [
        "select id from Contacts",
        "select id from Contacts order by lastname",
        "select id from Contacts limit 333",
    ] {
        let broken = Server::start(|request, n| match n {
            0 => contacts(500)(request, n),
            _ => Reply::with("400 ACCESS_DENIED:no more", "text/json", ""),
        })
        .await;
        let mut ids = Vec::new();
        let mut rows = broken.client().query(text).unwrap().stream();
        let error = loop {
            match rows.next().await.unwrap() {
                Ok(row) => ids.push(row.id().unwrap().record),
                Err(error) => break error,
            }
        };
        assert_eq!(error.stopped_after(), Some(rows.progress()), "{text}");

        let whole = Server::start(contacts(500)).await;
        let query = whole.client().query(text).unwrap().resume_after(rows.progress()).unwrap();
        let mut rest = query.stream();
        while let Some(row) = rest.next().await {
            ids.push(row.unwrap().id().unwrap().record);
        }
        let all = if text.contains("limit") { 333 } else { 500 };
        assert_eq!(ids, (1..=all).collect::<Vec<_>>(), "{text}");
        assert_eq!(rest.progress().rows, all);
    }
}

#[tokio::test]
async fn rows_that_were_taken_and_not_fetched_count_as_progress() {
    let server = Server::start(contacts(500)).await;
    let mut rows = server.client().query("select id from Contacts").unwrap().stream();
    for _ in 0..130 {
        rows.next().await.unwrap().unwrap();
    }
    assert_eq!((rows.progress().rows, rows.progress().last.map(|id| id.record)), (130, Some(130)));
}

/// Contacts 1 to 500 with a list of allowed numbers: `employees in ('1', '2', …)`.
fn contacts_in_list(request: &Request, n: usize) -> Reply {
    let text = request.param("query").unwrap();
    let list = text.split_once(" in (").unwrap().1.split_once(')').unwrap().0;
    let allowed: Vec<u64> = list.split(", ").map(|it| it.trim_matches('\'').parse().unwrap()).collect();
    assert!(text.len() < 7000);
    let after: u64 =
        text.split_once("id > '12x").map_or(0, |(_, it)| it.split_once('\'').unwrap().0.parse().unwrap());
    let _ = n;
    let mut ids: Vec<u64> =
        (after + 1..=500).filter(|id| allowed.iter().any(|it| it % 10_000 == *id)).collect();
    ids.truncate(100);
    let rows: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"12x{id}"}}"#)).collect();
    Reply::result(&format!("[{}]", if text.contains("count(*)") { String::new() } else { rows.join(",") }))
}

#[tokio::test]
async fn a_list_that_is_too_long_for_one_url_is_sent_in_parts_and_merged() {
    let server = Server::start(contacts_in_list).await;
    let client = server.client();
    // Every number comes twice, so that rows are in more than one part.
    let list: Vec<String> = (1..=400).chain(10_001..=10_400).rev().map(|n: u64| n.to_string()).collect();
    let text = |list: &[String]| format!("select id from Contacts where employees in ({})", list.join(", "));
    let query = client.query(text(&list)).unwrap();
    assert!(query.explain().unwrap().parts > 1);
    let ids: Vec<u64> = query.all().await.unwrap().iter().map(|row| row.id().unwrap().record).collect();
    assert_eq!(ids, (1..=400).collect::<Vec<_>>());
    assert_eq!(query.count().await.unwrap(), 400);
    let limited = client.query(format!("{} limit 150", text(&list))).unwrap().all().await.unwrap();
    assert_eq!(limited.last().unwrap().id().unwrap().record, 150);
    let counted =
        client.query(text(&list).replace("select id", "select count(*)")).unwrap().all().await.unwrap();
    assert_eq!(counted[0].get("count"), Some("400"));
}

#[tokio::test]
async fn a_malformed_query_is_never_sent() {
    let server = Server::always(|| Reply::result("[]")).await;
    let error = server.client_with(RetryPolicy::never()).query("select id frm Contacts").unwrap_err();
    assert_eq!((error.kind(), error.label()), (ErrorKind::Query, "QUERY_SYNTAX_ERROR"));
    assert!(!error.diagnostics().is_empty());
    for text in [
        "select id from Contacts where lastname not like 'x%'",
        "select id from Contacts where lastname = {name}",
        "select id from Contacts limit 'x'",
    ] {
        let error = server.client().query(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Query, "{text}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_explanation_shows_the_plan_and_the_requests() {
    let server = Server::always(|| Reply::result("[]")).await;
    let client = server.client();
    let explain = |text: &str| client.query(text).unwrap().explain().unwrap();
    let keyset = explain("select lastname from Contacts where lastname = 'x'");
    assert_eq!(keyset.plan, Plan::Keyset);
    assert_eq!(
        keyset.to_string(),
        "plan: keyset\n\
         first page: select lastname from Contacts where lastname = 'x' order by id limit 100;\n\
         next page: select lastname from Contacts where lastname = 'x' and id > '<last id>' order by id limit 100;"
    );
    let by_value = explain("select lastname from Contacts order by lastname limit 150");
    assert_eq!(
        by_value.to_string(),
        "plan: by value\n\
         first page: select lastname from Contacts order by lastname, id limit 100;\n\
         next page: select lastname from Contacts where lastname > '<last lastname>' \
         or lastname = '<last lastname>' and id > '<last id>' order by lastname, id limit 50;"
    );
    let descending = explain("select id from Contacts order by mailingcity desc");
    assert_eq!(
        descending.requests,
        [
            "select id, mailingcity from Contacts order by mailingcity desc limit 100;",
            "select id, mailingcity from Contacts where mailingcity < '<last mailingcity>' and id != '<last id>' \
             or mailingcity = '<last mailingcity>' and id != '<last id>' order by mailingcity desc limit 100;",
        ]
    );
    let by_number = explain("select id from Invoice order by quantity desc");
    assert_eq!(by_number.plan, Plan::ByNumber);
    assert_eq!(
        by_number.requests[1],
        "select id, quantity from Invoice order by quantity desc limit 100, 100;"
    );
    assert!(by_number.to_string().contains("\nnote: a record has several values"));
    assert_eq!(explain("select count(*) from Contacts").requests, ["select count(*) from Contacts;"]);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn fields_that_are_only_ordered_by_do_not_show() {
    let server =
        Server::always(|| Reply::result(r#"[{"lastname":"a","mailingcity":"Rome","id":"12x1"}]"#)).await;
    let query = server.client().query("select lastname from Contacts order by mailingcity limit 1").unwrap();
    let row = query.one().await.unwrap();
    assert_eq!(row.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["lastname", "id"]);
}
