//! Faults on demand, the request log, and the routes that a test in another process uses.

use crate::support::{Http, plain_http};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use vtql_sandbox::{Faults, Sandbox};

const QUERY: &str = "select id from Contacts limit 5;";

async fn with(faults: Faults) -> (Sandbox, Http) {
    let sandbox = Sandbox::builder().rows("Contacts", 5).faults(faults).start().await.unwrap();
    let http = Http::new(&sandbox);
    (sandbox, http)
}

async fn statuses(http: &Http, count: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..count {
        statuses.push(http.query(QUERY).await.status);
    }
    statuses
}

#[tokio::test]
async fn the_same_seed_fails_the_same_requests() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let (_sandbox, http) = with(Faults::none().error_rate(0.5).seed(seed)).await;
        runs.push(statuses(&http, 40).await);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    for status in [200, 500, 502, 503] {
        assert!(runs[0].contains(&status), "{status}");
    }
}

#[tokio::test]
async fn a_late_error_comes_after_the_write() {
    let (sandbox, http) = with(Faults::none().late_error_rate(1.0)).await;
    let element = r#"{"lastname":"Committed","assigned_user_id":"19x1"}"#;
    let answer = http.post("create", &[("elementType", "Contacts"), ("element", element)]).await;
    assert_eq!((answer.status, answer.body.as_str()), (500, ""));
    sandbox.set_faults(Faults::none());
    assert_eq!(http.query("select id from Contacts where lastname = 'Committed';").await.rows().len(), 1);
}

#[tokio::test]
async fn too_many_requests_are_refused_and_every_answer_tells_the_quota() {
    let (sandbox, http) = with(Faults::none().rate_limit(3)).await;
    assert_eq!(statuses(&http, 5).await, [200, 200, 200, 429, 429]);
    let request = plain_http().get(format!("{}/me", sandbox.url()));
    let response = request.basic_auth(sandbox.user(), Some(sandbox.access_key())).send().await.unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap().parse::<u64>().unwrap();
    assert_eq!((header("X-FloodControl-MinuteLimit"), header("X-FloodControl-Remaining")), (3, 0));
    let now = jiff::Timestamp::now().as_second();
    assert!((now..=now + 61).contains(&i64::try_from(header("X-FloodControl-Reset")).unwrap()));
}

#[tokio::test]
async fn answers_are_cut_and_preceded_by_html() {
    let (sandbox, http) = with(Faults::none().truncate_rate(1.0)).await;
    let whole = r#"{"success":true,"result":["#;
    for _ in 0..5 {
        let answer = http.query(QUERY).await;
        assert!(serde_json::from_str::<Value>(&answer.body).is_err(), "{}", answer.body);
        assert!(answer.body.starts_with(whole) || whole.starts_with(&answer.body));
    }
    sandbox.set_faults(Faults::none().html_prefix(true));
    let answer = http.query(QUERY).await;
    assert!(
        answer.body.starts_with("<br />\n<b>Warning</b>") && answer.body.ends_with("]}"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn errors_are_in_the_reason_phrase_alone_unless_a_body_is_asked_for() {
    let (sandbox, http) = with(Faults::none()).await;
    let answer = http.query("select nope from Contacts;").await;
    assert_eq!((answer.status, answer.body.as_str()), (400, ""));
    let phrase = "ACCESS_DENIED:Permission to access '.nope.' attribute denied.";
    assert_eq!(answer.reason.as_deref(), Some(phrase));
    sandbox.set_faults(Faults::none().error_bodies(true));
    let answer = http.query("select nope from Contacts;").await;
    assert_eq!((answer.status, answer.reason.as_deref()), (400, Some(phrase)));
    assert_eq!(answer.json()["error"]["code"], "ACCESS_DENIED");
    assert_eq!(http.query(QUERY).await.rows().len(), 5);
}

#[tokio::test]
async fn latency_and_jitter_delay_every_answer() {
    let faults = Faults::none().latency(Duration::from_millis(30)).jitter(Duration::from_millis(10));
    let (_sandbox, http) = with(faults).await;
    let started = Instant::now();
    statuses(&http, 3).await;
    assert!(started.elapsed() >= Duration::from_millis(90));
}

#[tokio::test]
async fn sessions_expire_after_so_many_requests() {
    let (sandbox, _http) = with(Faults::none().expire_sessions(4)).await;
    let client = plain_http();
    let get = |parameters: Vec<(&'static str, String)>| {
        let request = client.get(sandbox.webservice_url()).query(&parameters);
        async move { request.send().await.unwrap().json::<Value>().await.unwrap() }
    };
    let challenge = get(vec![("operation", "getchallenge".into()), ("username", "admin".into())]).await;
    let token = challenge["result"]["token"].as_str().unwrap();
    let key = format!("{:x}", md5::compute(format!("{token}{}", sandbox.access_key())));
    let form = [("operation", "login"), ("username", "admin"), ("accessKey", &key)];
    let login: Value =
        client.post(sandbox.webservice_url()).form(&form).send().await.unwrap().json().await.unwrap();
    let session = login["result"]["sessionName"].as_str().unwrap().to_owned();
    let mut codes = Vec::new();
    for _ in 0..3 {
        let answer = get(vec![("operation", "listtypes".into()), ("sessionName", session.clone())]).await;
        codes.push(answer["error"]["code"].as_str().unwrap_or("ok").to_owned());
    }
    assert_eq!(codes, ["ok", "SESSION_EXPIRED", "INVALID_SESSIONID"]);
}

#[tokio::test]
async fn the_log_tells_what_was_asked_and_how_much_at_once() {
    let (sandbox, http) = with(Faults::none().latency(Duration::from_millis(200))).await;
    http.query(QUERY).await;
    tokio::join!(http.get("me", &[]), http.get("describe", &[("elementType", "Contacts")]));
    http.query("select nope from Contacts;").await;
    let log = sandbox.log();
    let asked: Vec<(&str, &str, u16)> =
        log.iter().map(|entry| (entry.operation.as_str(), entry.subject.as_str(), entry.status)).collect();
    assert_eq!((asked[0], asked[3]), (("query", QUERY, 200), ("query", "select nope from Contacts;", 400)));
    assert!(asked[1..3].contains(&("describe", "Contacts", 200)));
    assert_eq!((sandbox.requests(), sandbox.peak_concurrency(), log[0].concurrency), (4, 2, 1));
    assert!(log.iter().all(|entry| entry.took >= Duration::from_millis(200)));
    sandbox.clear_log();
    assert_eq!((sandbox.requests(), sandbox.log().len()), (0, 0));
}

#[tokio::test]
async fn another_process_reads_the_log_and_sets_faults_over_http() {
    let (sandbox, http) = with(Faults::none()).await;
    let base = format!("http://{}/_sandbox", sandbox.address());
    let client = plain_http();
    let send = |request: reqwest::RequestBuilder| {
        let request = request.basic_auth(sandbox.user(), Some(sandbox.access_key()));
        async move { request.send().await.unwrap().json::<Value>().await.unwrap() }
    };
    http.query(QUERY).await;
    let log = send(client.get(format!("{base}/requests"))).await;
    assert_eq!(
        (&log["result"]["count"], &log["result"]["requests"][0]["subject"]),
        (&json!(1), &json!(QUERY))
    );
    let set = send(client.put(format!("{base}/faults")).body(r#"{"error_rate":1.0}"#)).await;
    assert_eq!(set["success"], true);
    assert!(http.query(QUERY).await.status >= 500);
    assert_eq!(send(client.get(format!("{base}/faults"))).await["result"], json!({ "error_rate": 1.0 }));
    let wrong = send(client.put(format!("{base}/faults")).body(r#"{"eror_rate":1.0}"#)).await;
    assert_eq!(wrong["error"]["message"], "there is no fault `eror_rate`");
    send(client.delete(format!("{base}/requests"))).await;
    assert_eq!(sandbox.requests(), 0);
    let stranger = client.get(format!("{base}/requests")).basic_auth("admin", Some("wrong"));
    assert_eq!(stranger.send().await.unwrap().status().as_u16(), 401);
}

#[tokio::test]
async fn the_cap_of_a_page_changes_while_pages_are_read() {
    let sandbox =
        Sandbox::builder().rows("Contacts", 300).faults(Faults::none().page_cap(40)).start().await.unwrap();
    let http = Http::new(&sandbox);
    let pages = ["", " limit 150", " limit 7", " limit 50, 150"];
    for (cap, counts) in
        [(40, [40, 40, 7, 40]), (0, [100, 100, 7, 100]), (250, [250, 150, 7, 150]), (1, [1, 1, 1, 1])]
    {
        sandbox.set_faults(Faults::none().page_cap(cap));
        for (page, count) in pages.iter().zip(counts) {
            assert_eq!(
                http.query(&format!("select id from Contacts{page};")).await.rows().len(),
                count,
                "{cap}{page}"
            );
        }
    }
    let client = plain_http();
    let set = client.put(format!("http://{}/_sandbox/faults", sandbox.address())).body(r#"{"page_cap":30}"#);
    set.basic_auth(sandbox.user(), Some(sandbox.access_key())).send().await.unwrap();
    assert_eq!(http.query("select id from Contacts;").await.rows().len(), 30);
}

#[tokio::test]
async fn a_page_comes_again() {
    let (_sandbox, http) = with(Faults::none().repeat_rate(1.0)).await;
    let pages = ["", " where id > '12x2'", " where id > '12x4'"];
    let mut bodies = Vec::new();
    for page in pages {
        bodies.push(http.query(&format!("select id from Contacts{page} limit 2;")).await.body);
    }
    assert!(bodies[0].contains("\"id\""), "{}", bodies[0]);
    assert_eq!((&bodies[1], &bodies[2]), (&bodies[0], &bodies[0]));
    assert_ne!(http.query("select lastname from Contacts where id > '12x2' limit 2;").await.body, bodies[0]);
}

#[tokio::test]
async fn a_connection_is_reset_before_the_request_is_done_or_in_the_middle_of_the_answer() {
    let create = |name: &'static str| [("elementType", "Contacts"), ("element", name)];
    let (sandbox, http) = with(Faults::none().reset_rate(1.0)).await;
    let url = format!("{}/create", sandbox.url());
    let client = plain_http();
    let send = |name| {
        let form = create(name);
        let request = client.post(&url).basic_auth(sandbox.user(), Some(sandbox.access_key())).form(&form);
        async move {
            let response = request.send().await?;
            response.text().await
        }
    };
    let is_reset = |error: &reqwest::Error| {
        let mut cause: Option<&dyn std::error::Error> = Some(error);
        while let Some(error) = cause {
            if let Some(error) = error.downcast_ref::<std::io::Error>() {
                return error.kind() == std::io::ErrorKind::ConnectionReset;
            }
            cause = error.source();
        }
        false
    };
    let error = send(r#"{"lastname":"Before","assigned_user_id":"19x1"}"#).await.unwrap_err();
    assert!(is_reset(&error), "{error:?}");
    sandbox.set_faults(Faults::none().late_reset_rate(1.0));
    let error = send(r#"{"lastname":"After","assigned_user_id":"19x1"}"#).await.unwrap_err();
    assert!(is_reset(&error), "{error:?}");
    sandbox.set_faults(Faults::none());
    let rows =
        http.query("select lastname from Contacts where lastname in ('Before', 'After');").await.rows();
    let names: Vec<_> = rows.iter().map(|row| row.get("lastname").unwrap()).collect();
    assert_eq!(names, ["After"]);
}

#[tokio::test]
async fn a_body_comes_in_pieces() {
    let (sandbox, http) = with(Faults::none().trickle(Duration::from_millis(300))).await;
    let whole = {
        sandbox.set_faults(Faults::none());
        http.query(QUERY).await.body
    };
    sandbox.set_faults(Faults::none().trickle(Duration::from_millis(300)));
    let request = plain_http().get(format!("{}/query", sandbox.url())).query(&[("query", QUERY)]);
    let started = Instant::now();
    let mut response = request.basic_auth(sandbox.user(), Some(sandbox.access_key())).send().await.unwrap();
    let headers = started.elapsed();
    let (mut pieces, mut body) = (0, Vec::new());
    while let Some(piece) = response.chunk().await.unwrap() {
        pieces += 1;
        body.extend_from_slice(&piece);
    }
    assert_eq!(String::from_utf8(body).unwrap(), whole);
    assert!(pieces >= 5, "{pieces}");
    assert!(started.elapsed() >= headers + Duration::from_millis(150), "{headers:?} {:?}", started.elapsed());
}

#[tokio::test]
async fn a_late_error_with_a_code_comes_after_the_write() {
    let (sandbox, http) = with(Faults::none().late_coded_error_rate(1.0)).await;
    let mut codes = std::collections::BTreeSet::new();
    for number in 0..20 {
        let element = json!({ "lastname": format!("Coded{number}"), "assigned_user_id": "19x1" }).to_string();
        let answer = http.post("create", &[("elementType", "Contacts"), ("element", &element)]).await;
        assert!(answer.status >= 400, "{}", answer.status);
        codes.insert(answer.reason.unwrap().split(':').next().unwrap().to_owned());
    }
    assert_eq!(
        codes.iter().map(String::as_str).collect::<Vec<_>>(),
        ["DATABASE_QUERY_ERROR", "INTERNAL_SERVER_ERROR"]
    );
    let answer = reqwest::get(format!("{}?operation=getchallenge&username=admin", sandbox.webservice_url()))
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let answer: Value = answer.json().await.unwrap();
    assert!(codes.contains(answer["error"]["code"].as_str().unwrap()), "{answer}");
    sandbox.set_faults(Faults::none());
    assert_eq!(http.query("select id from Contacts where lastname like 'Coded%';").await.rows().len(), 20);
}

#[tokio::test]
async fn refusals_say_when_to_come_again() {
    let faults = Faults::none().rate_limit(1).retry_after(Duration::from_millis(1_500));
    let (sandbox, _http) = with(faults).await;
    let client = plain_http();
    let ask = || {
        let request = client
            .get(format!("{}/me", sandbox.url()))
            .basic_auth(sandbox.user(), Some(sandbox.access_key()));
        async move {
            let response = request.send().await.unwrap();
            let wait = response.headers().get("Retry-After").map(|wait| wait.to_str().unwrap().to_owned());
            (response.status().as_u16(), wait)
        }
    };
    assert_eq!(ask().await, (200, None));
    assert_eq!(ask().await, (429, Some("2".to_owned())));
    sandbox.set_faults(Faults::none().error_rate(1.0).retry_after(Duration::from_secs(3)));
    for _ in 0..20 {
        let (status, wait) = ask().await;
        assert_eq!(wait.as_deref(), (status == 503).then_some("3"), "{status}");
    }
}

#[tokio::test]
async fn a_lower_rate_limit_leaves_nothing() {
    let (sandbox, http) = with(Faults::none().rate_limit(50)).await;
    statuses(&http, 5).await;
    sandbox.set_faults(Faults::none().rate_limit(2));
    let request = plain_http().get(format!("{}/me", sandbox.url()));
    let response = request.basic_auth(sandbox.user(), Some(sandbox.access_key())).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 429);
    assert_eq!(response.headers()["X-FloodControl-Remaining"], "0");
}

#[tokio::test]
async fn several_windows_hold_together() {
    let (short, long) = (Duration::from_millis(300), Duration::from_mins(10));
    let faults = Faults::none().rate_limit_within(5, long).rate_limit_within(3, short);
    let (sandbox, http) = with(faults).await;
    let mut answered = 0;
    let began = Instant::now();
    // The long window lets through what the short one leaves, and no more however long one waits.
    while began.elapsed() < Duration::from_millis(1_500) {
        let status = http.query(QUERY).await.status;
        assert!([200, 429].contains(&status));
        answered += u32::from(status == 200);
        assert!(answered <= 3 || began.elapsed() >= short);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(answered, 5);
    assert_eq!(sandbox.log().iter().filter(|request| request.status == 200).count(), 5);
}

#[tokio::test]
async fn the_minute_and_the_day_are_told_in_headers() {
    let (hour, day) = (Duration::from_hours(1), Duration::from_hours(24));
    let faults = Faults::none().rate_limit(30).rate_limit_within(1_000, hour).rate_limit_within(24_000, day);
    let (sandbox, _http) = with(faults).await;
    let request = plain_http().get(format!("{}/me", sandbox.url()));
    let response = request.basic_auth(sandbox.user(), Some(sandbox.access_key())).send().await.unwrap();
    for (name, value) in [
        ("X-FloodControl-MinuteLimit", "30"),
        ("X-FloodControl-Remaining", "29"),
        ("X-RateLimit-DailyLimit", "24000"),
        ("X-RateLimit-Remaining", "23999"),
    ] {
        assert_eq!(response.headers()[name], value, "{name}");
    }
}
