//! The server for programs that speak PostgreSQL.

use crate::support::{Instance, small};
use postgres::{Client, NoTls, SimpleQueryMessage};
use std::time::Duration;
use vtql_sql::Postgres;

struct Served {
    instance: Instance,
    port: u16,
}

impl Served {
    async fn start() -> Self {
        let instance = Instance::with(small(), |settings| settings.files = false).await;
        let server = Postgres::bind(&instance.session, 0, "vtql", "open sesame").await.unwrap();
        let port = server.address().port();
        tokio::spawn(server.serve());
        Served { instance, port }
    }

    fn url(&self, user: &str, password: &str) -> String {
        format!(
            "host=127.0.0.1 port={} user={user} password='{password}' dbname=vtiger connect_timeout=30",
            self.port
        )
    }
}

/// Does blocking work, while the server answers.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

fn cells(messages: &[SimpleQueryMessage]) -> Vec<Option<String>> {
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row.get(0).map(str::to_owned)),
        _ => None,
    });
    rows.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_the_password_reads_and_others_do_not() {
    let served = Served::start().await;
    let url = served.url("vtql", "open sesame");
    let wrong = [served.url("vtql", "wrong"), served.url("admin", "open sesame"), served.url("vtql", "")];
    blocking(move || {
        let mut client = Client::connect(&url, NoTls).unwrap();
        assert_eq!(
            cells(&client.simple_query("select count(*) from contacts").unwrap()),
            [Some("700".to_owned())]
        );
        // With parameters, whose values become literals of the tree.
        let rows = client.query("select lastname from contacts where lastname = $1", &[&"' or 1=1"]).unwrap();
        assert_eq!(rows.len(), 0);
        let rows = client
            .query("select count(*) from contacts where birthday > $1::text::date", &[&"1980-01-01"])
            .unwrap();
        assert!(rows[0].get::<_, i64>(0) > 0);
        for url in wrong {
            assert!(Client::connect(&url, NoTls).is_err(), "{url}");
        }
    })
    .await;
    assert!(
        served
            .instance
            .queries()
            .iter()
            .all(|query| !query.contains("or 1=1") || query.contains("'' or 1=1"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_that_write_or_read_files_are_refused() {
    let served = Served::start().await;
    let url = served.url("vtql", "open sesame");
    blocking(move || {
        let mut client = Client::connect(&url, NoTls).unwrap();
        for text in [
            "insert into contacts (lastname) values ('x')",
            "delete from contacts",
            "create table t as select 1",
            "create external table t stored as csv location '/etc/passwd'",
            "copy (select 1) to '/tmp/x.csv'",
            "select * from '/etc/passwd'",
        ] {
            assert!(client.simple_query(text).is_err(), "{text}");
            assert!(client.query(text, &[]).is_err(), "{text}");
        }
        assert_eq!(cells(&client.simple_query("select 1").unwrap()).len(), 1, "the connection goes on");
    })
    .await;
    assert!(served.instance.sandbox.log().iter().all(|request| request.operation == "query"));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_make_room_for_those_who_log_in() {
    let served = Served::start().await;
    let (url, port) = (served.url("vtql", "open sesame"), served.port);
    blocking(move || {
        let mut first = Client::connect(&url, NoTls).unwrap();
        let strangers: Vec<_> =
            (0..300).filter_map(|_| std::net::TcpStream::connect(("127.0.0.1", port)).ok()).collect();
        let mut second = Client::connect(&url, NoTls).unwrap();
        for client in [&mut first, &mut second] {
            assert_eq!(cells(&client.simple_query("select 1").unwrap()), [Some("1".to_owned())]);
        }
        drop(strangers);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_without_an_end_is_cancelled_and_disturbs_nobody() {
    let served = Served::start().await;
    let url = served.url("vtql", "open sesame");
    let endless = "select count(*) from generate_series(1, 1000000000000) a where a.value % 7 = 8";
    blocking(move || {
        let mut busy = Client::connect(&url, NoTls).unwrap();
        let token = busy.cancel_token();
        let running =
            std::thread::spawn(move || busy.simple_query(endless).err().map(|error| error.to_string()));
        let mut other = Client::connect(&url, NoTls).unwrap();
        assert_eq!(
            cells(&other.simple_query("select count(*) from contacts").unwrap()),
            [Some("700".to_owned())]
        );
        // Until it runs there is nothing to cancel.
        while !running.is_finished() {
            token.cancel_query(NoTls).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(running.join().unwrap().is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_programs_ask_first_is_answered() {
    let served = Served::start().await;
    let url = served.url("vtql", "open sesame");
    blocking(move || {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients");
        for name in ["metabase", "grafana", "psql"] {
            let mut client = Client::connect(&url, NoTls).unwrap();
            let text = std::fs::read_to_string(format!("{folder}/{name}.sql")).unwrap();
            let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
            for statement in lines {
                let messages = client.simple_query(statement);
                let messages = messages.unwrap_or_else(|error| panic!("{name}: {statement}: {error:?}"));
                if statement.starts_with("SELECT") {
                    assert!(!cells(&messages).is_empty(), "{name}: {statement}");
                }
            }
        }
    })
    .await;
}
