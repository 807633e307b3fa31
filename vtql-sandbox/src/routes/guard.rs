//! Which requests come from where a browser should not have sent them from.
//!
//! Every web page can send requests to the loopback interface. One that points a name of its own there (DNS
//! rebinding) is told by the `Host` that its requests carry; one that posts a form, by its `Origin`.

use super::admin;
use crate::hosts::Hosts;
use crate::server::Local;
use crate::state::Shared;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header, uri::Authority};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Lets a request through that a page of another site could not have sent.
pub(super) async fn check(State(state): State<Shared>, request: Request, next: Next) -> Response {
    match refusal(&state.hosts, &request) {
        None => next.run(request).await,
        Some(reason) => {
            tracing::warn!(reason, "refused");
            (StatusCode::FORBIDDEN, reason + "\n").into_response()
        }
    }
}

fn refusal(hosts: &Hosts, request: &Request) -> Option<String> {
    let headers = request.headers();
    let local = request.extensions().get::<Local>().map(|Local(address)| *address);
    let mut named = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else {
        return Some("a request names one host".to_owned());
    };
    let host: Option<Authority> = host.to_str().ok().and_then(|host| host.parse().ok());
    let Some(host) = host else { return Some("the host of the request cannot be read".to_owned()) };
    // A request to a proxy has the host in its first line as well.
    for authority in [Some(&host), request.uri().authority()].into_iter().flatten() {
        if !hosts.admit(authority.host(), local) {
            let name = authority.host();
            return Some(format!(
                "this sandbox is not known as `{name}`: start it with --allow-host {name} if it should be"
            ));
        }
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads && !request.uri().path().starts_with(admin::BASE) {
        return None;
    }
    foreign(headers, &host).map(|page| format!("a page of {page} may not do that"))
}

/// The other site whose page a browser says that the request is from.
fn foreign(headers: &HeaderMap, host: &Authority) -> Option<String> {
    for origin in headers.get_all(header::ORIGIN) {
        let origin = origin.to_str().unwrap_or("an unreadable origin");
        let own = origin.split_once("://").is_some_and(|(scheme, authority)| {
            matches!(scheme, "http" | "https") && authority.eq_ignore_ascii_case(host.as_str())
        });
        if !own {
            return Some(origin.to_owned());
        }
    }
    // A page that loads an image, say, has no origin.
    let site = headers.get("sec-fetch-site")?.to_str().unwrap_or("an unreadable site");
    (!matches!(site, "same-origin" | "none")).then(|| "another site".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn is_refused(method: &str, uri: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(Local([192, 168, 1, 7].into()));
        refusal(&Hosts::new(["CRM.test".to_owned()]), &request).is_some()
    }

    #[test]
    fn only_its_own_names_lead_to_a_sandbox() {
        for host in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:8080",
            "127.9.9.9",
            "[::1]:5",
            "[::ffff:127.0.0.1]",
            "192.168.1.7:1",
            "crm.TEST:9",
            "localhost.:1",
        ] {
            assert!(!is_refused("GET", "/webservice.php", &[("host", host)]), "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "192.168.1.8",
            "0.0.0.0",
            "",
            "a b",
            "user@127.0.0.1@evil.example",
            "crm.test.evil",
        ] {
            assert!(is_refused("GET", "/webservice.php", &[("host", host)]), "{host}");
        }
        assert!(is_refused("GET", "/", &[]));
        assert!(is_refused("GET", "/", &[("host", "localhost"), ("host", "evil.example")]));
        assert!(is_refused("GET", "http://evil.example/", &[("host", "localhost")]));
    }

    #[test]
    fn pages_of_other_sites_neither_write_nor_administer() {
        let host = ("host", "127.0.0.1:8080");
        let from =
            |method: &str, path: &str, origin: &str| is_refused(method, path, &[host, ("origin", origin)]);
        for origin in [
            "http://evil.example",
            "null",
            "http://127.0.0.1",
            "http://127.0.0.1:8081",
            "http://localhost:8080",
            "file://",
            "127.0.0.1:8080",
            "http://127.0.0.1:8080.evil.example",
        ] {
            for (method, path) in [
                ("POST", "/webservice.php"),
                ("POST", "/restapi/v1/vtiger/default/create"),
                ("PUT", "/_sandbox/faults"),
                ("GET", "/_sandbox/requests"),
                ("DELETE", "/x"),
            ] {
                assert!(from(method, path, origin), "{method} {path} {origin}");
            }
            assert!(!from("GET", "/webservice.php", origin), "{origin}");
        }
        assert!(!from("POST", "/webservice.php", "http://127.0.0.1:8080"));
        assert!(!is_refused("POST", "/webservice.php", &[host]));
        for (site, refused) in
            [("cross-site", true), ("same-site", true), ("same-origin", false), ("none", false)]
        {
            assert_eq!(
                is_refused("GET", "/_sandbox/requests", &[host, ("sec-fetch-site", site)]),
                refused,
                "{site}"
            );
        }
    }
}
