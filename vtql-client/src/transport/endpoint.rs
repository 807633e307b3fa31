use crate::error::{Error, ErrorKind, Result};
use std::fmt;
use url::{Host, Url};

/// Where the REST interface of an instance is (manual, *Endpoint*).
const REST_PATH: &str = "restapi/v1/vtiger/default";

/// The interface of the open-source edition, with sessions.
const SESSION_PATH: &str = "webservice.php";

/// The address of an instance's web service, complete and safe to send credentials to.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    url: Url,
    host: String,
    interface: Interface,
}

/// The two ways that the web service can be spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interface {
    /// One URL an operation, HTTP Basic authentication.
    Rest,
    /// One URL for all, and a session that begins with a challenge.
    Session,
}

impl Endpoint {
    /// Reads an address as people have it: the endpoint itself, which `webservice.php` is one of, or
    /// the instance, to which the path of the REST endpoint is added. `http` is for loopback and for the hosts in `plain_hosts`.
    pub(crate) fn new(text: &str, plain_hosts: &[String]) -> Result<Self> {
        // The text is never quoted in a message before it is known to hold no password.
        if !text.contains("://") {
            return Err(config("the URL of the instance does not begin with `https://`: write it in front"));
        }
        let mut url = Url::parse(text.trim())
            .map_err(|error| config(format!("the URL of the instance cannot be read: {error}")))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(config("the URL must not hold a user name or a key: give them on their own"));
        }
        let host = url.host_str().unwrap_or_default().to_owned();
        match url.scheme() {
            _ if host.is_empty() => return Err(config("the URL of the instance has no host name")),
            "https" => {}
            "http" if is_loopback(&url) || plain_hosts.iter().any(|it| it.eq_ignore_ascii_case(&host)) => {}
            "http" => {
                let message = format!(
                    "http would send the access key to `{host}` unencrypted: use https, or allow this \
                     host by name"
                );
                return Err(Error::new(ErrorKind::InsecureUrl, message));
            }
            scheme => {
                return Err(config(format!("the URL of the instance starts with `{scheme}`, not https")));
            }
        }
        url.set_query(None);
        url.set_fragment(None);
        let interface = complete(&mut url);
        Ok(Endpoint { url, host, interface })
    }

    /// The address of an operation.
    pub(crate) fn operation(&self, name: &str) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.push(name);
        }
        url
    }

    /// The address itself.
    pub(crate) fn url(&self) -> Url {
        self.url.clone()
    }

    /// Where an open-source server would have its web service, if this is the REST interface of an instance.
    pub(super) fn of_open_source(&self) -> Option<String> {
        let instance = self.url.as_str().strip_suffix(REST_PATH)?;
        Some(format!("{instance}{SESSION_PATH}"))
    }

    pub(crate) fn interface(&self) -> Interface {
        self.interface
    }

    pub(crate) fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// Host name, and port where it is not the usual one: for messages.
    pub(crate) fn authority(&self) -> String {
        match self.url.port() {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn complete(url: &mut Url) -> Interface {
    let path = url.path().trim_end_matches('/').to_owned();
    if path.ends_with(SESSION_PATH) {
        url.set_path(&path);
        return Interface::Session;
    }
    if path.ends_with(REST_PATH) {
        url.set_path(&path);
    } else {
        url.set_path(&format!("{path}/{REST_PATH}"));
    }
    Interface::Rest
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

fn config(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(text: &str) -> Result<String, ErrorKind> {
        Endpoint::new(text, &[]).map(|it| it.as_str().to_owned()).map_err(|error| error.kind())
    }

    #[test]
    fn an_instance_url_is_completed_and_an_endpoint_is_kept() {
        let complete = "https://demo.example.com/restapi/v1/vtiger/default";
        for text in [
            "https://demo.example.com",
            " https://demo.example.com/ ",
            "https://demo.example.com/restapi/v1/vtiger/default",
            "https://demo.example.com/restapi/v1/vtiger/default/?x=1#y",
        ] {
            assert_eq!(endpoint(text).as_deref(), Ok(complete), "{text}");
        }
        assert_eq!(
            endpoint("https://example.com/crm/").as_deref(),
            Ok("https://example.com/crm/restapi/v1/vtiger/default")
        );
    }

    #[test]
    fn the_session_interface_is_told_by_its_path() {
        let endpoint = |text| Endpoint::new(text, &[]).unwrap();
        assert_eq!(endpoint("https://example.com/crm/webservice.php").interface(), Interface::Session);
        assert_eq!(
            endpoint("https://example.com/crm/webservice.php").as_str(),
            "https://example.com/crm/webservice.php"
        );
        assert_eq!(endpoint("https://example.com/crm/webservice.php").of_open_source(), None);
        assert_eq!(
            endpoint("https://example.com/crm/").of_open_source().as_deref(),
            Some("https://example.com/crm/webservice.php")
        );
        assert_eq!(endpoint("https://example.com/crm").interface(), Interface::Rest);
    }

    #[test]
    fn plain_http_is_for_loopback_and_for_hosts_allowed_by_name() {
        for text in ["http://127.0.0.1:80/", "http://[::1]/", "http://localhost:8080"] {
            assert!(endpoint(text).is_ok(), "{text}");
        }
        for text in ["http://crm.internal", "http://10.0.0.1", "http://localhost.example.com"] {
            assert_eq!(endpoint(text), Err(ErrorKind::InsecureUrl), "{text}");
        }
        assert!(Endpoint::new("http://CRM.internal", &["crm.internal".to_owned()]).is_ok());
        assert!(Endpoint::new("http://crm.internal.example.com", &["crm.internal".to_owned()]).is_err());
    }

    #[test]
    fn unusable_urls_are_refused_without_repeating_a_key_in_them() {
        for text in
            ["", "demo", "ftp://demo.example.com", "https://", "https://admin:s3cret-key@demo.example.com"]
        {
            let error = Endpoint::new(text, &[]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{text}");
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
        }
    }
}
