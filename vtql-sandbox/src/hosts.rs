use std::net::IpAddr;

/// The names under which a sandbox can be reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hosts {
    /// In lower case, without a port.
    more: Vec<String>,
}

impl Hosts {
    /// Loopback names, the address that a request came to, and `more`.
    pub(crate) fn new(more: impl IntoIterator<Item = String>) -> Self {
        Hosts { more: more.into_iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Whether a request to the address `local` may name this host.
    pub(crate) fn admit(&self, host: &str, local: Option<IpAddr>) -> bool {
        let name = host.trim_end_matches('.').to_ascii_lowercase();
        if name == "localhost" || self.more.contains(&name) {
            return true;
        }
        let address: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
        address.is_some_and(|address| {
            let address = address.to_canonical();
            address.is_loopback() || local.is_some_and(|local| local.to_canonical() == address)
        })
    }
}
