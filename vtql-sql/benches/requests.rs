//! What joins cost in requests: `vtql-sql` beside a loop that looks each record up, and beside a scan of whole tables
//! that are joined here, as generic SQL federations do it. One run, one sandbox, 5,000 contacts, 500 organizations, 2,000
//! opportunities.
//!
//! ```sh
//! cargo bench -p vtql-sql --bench requests
//! ```

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement")]

use std::collections::HashMap;
use std::time::{Duration, Instant};
use vtql_client::{Client, Record};
use vtql_sandbox::Sandbox;
use vtql_sql::{Meter, Session, Settings};

const STATEMENTS: &[(&str, &str)] = &[
    (
        "three modules, all rows",
        "select a.accountname, count(distinct c.id), sum(p.amount) from accounts a join contacts c on c.account_id = a.id \
         join potentials p on p.related_to = a.id group by a.accountname",
    ),
    (
        "contacts of thirty organizations",
        "select c.lastname, a.accountname from (select * from accounts order by createdtime desc limit 30) a \
         join contacts c on c.account_id = a.id",
    ),
    (
        "the organizations of twenty contacts",
        "select c.lastname, a.accountname from (select * from contacts order by createdtime desc limit 20) c \
         join accounts a on c.account_id = a.id",
    ),
    ("a count", "select count(*) from contacts where createdtime >= '2026-01-01'"),
    ("a top ten", "select lastname from contacts order by createdtime desc limit 10"),
];

/// The modules of each statement, as whole scans.
const WHOLE: &[&[&str]] = &[
    &["Accounts", "Contacts", "Potentials"],
    &["Accounts", "Contacts"],
    &["Contacts", "Accounts"],
    &["Contacts"],
    &["Contacts"],
];

#[tokio::main]
async fn main() {
    let sandbox =
        Sandbox::builder().seed(7).rows("Contacts", 5_000).rows("Accounts", 500).rows("Potentials", 2_000);
    let sandbox = sandbox.start().await.unwrap();
    let meter = Meter::new();
    let client = Client::builder().url(sandbox.url()).user(sandbox.user()).access_key(sandbox.access_key());
    let client = client.hook(meter.clone()).build().unwrap();
    let mut settings = Settings::default();
    settings.snapshot = Some(vtql_sandbox::default_snapshot());
    let session = Session::new(client.clone(), meter.clone(), settings).await.unwrap();
    let measured =
        |start: Instant| format!("{} requests in {:.0} ms", meter.requests(), millis(start.elapsed()));
    for ((name, text), modules) in STATEMENTS.iter().zip(WHOLE) {
        let start = Instant::now();
        let mut rows = session.run(text, None).await.unwrap();
        let mut count = 0;
        while let Some(batch) = rows.next().await.unwrap() {
            count += batch.num_rows();
        }
        println!("{name} ({count} rows): vtql-sql {}", measured(start));
        meter.start(None);
        let start = Instant::now();
        for module in *modules {
            client.query(format!("select * from {module}")).unwrap().all().await.unwrap();
        }
        println!("  whole scans: {}", measured(start));
    }
    meter.start(None);
    let start = Instant::now();
    let joined = one_by_one(&client).await;
    println!("contacts with their organizations one by one ({joined} rows): {}", measured(start));
}

/// A loop as people write it: one query for each contact.
async fn one_by_one(client: &Client) -> usize {
    let contacts = client.query("select lastname, account_id from Contacts").unwrap().all().await.unwrap();
    let mut names: HashMap<String, Vec<Record>> = HashMap::new();
    for contact in &contacts {
        let Some(id) = contact.get("account_id").filter(|id| id.contains('x')) else { continue };
        let text = format!("select accountname from Accounts where id = '{id}'");
        let found = client.query(text).unwrap().first().await.unwrap();
        names.entry(id.to_owned()).or_default().extend(found);
    }
    names.values().map(Vec::len).sum()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
