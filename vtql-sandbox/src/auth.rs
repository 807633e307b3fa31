//! Who may use a sandbox.

use crate::catalog::Catalog;
use crate::store::Store;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// A user who may use a sandbox. Its `Debug` does not show the key.
#[derive(Clone)]
pub(crate) struct Credentials {
    /// The number of the user's record.
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) access_key: String,
    /// Whether the user may log in.
    pub(crate) is_active: bool,
    pub(crate) is_admin: bool,
    /// The modules and fields that the user sees.
    pub(crate) catalog: Arc<Catalog>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// What the record of a user tells of how the API treats the user.
#[derive(Debug)]
pub(crate) struct Preferences {
    pub(crate) is_active: bool,
    pub(crate) is_admin: bool,
    /// As describe tells it to the user.
    pub(crate) date_format: Option<String>,
}

impl Preferences {
    /// Those of the user of that number.
    pub(crate) fn of(store: &Store, id: i64) -> rusqlite::Result<Self> {
        let Some(users) = store.catalog.module("Users") else {
            return Ok(Preferences { is_active: true, is_admin: true, date_format: None });
        };
        let user = store.find(users, id)?;
        let value =
            |field| user.as_ref().and_then(|user| user.get(users, field)).filter(|text| !text.is_empty());
        Ok(Preferences {
            is_active: value("status").is_none_or(|status| status == "Active"),
            is_admin: value("is_admin") == Some("on"),
            date_format: value("date_format").map(str::to_owned),
        })
    }
}

/// Random letters and digits, as the CRM's access keys.
pub(crate) fn random_key() -> Result<String, getrandom::Error> {
    const ALPHABET: &[u8; 64] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ab";
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 64)))
        .map(|byte| char::from(*byte))
        .collect())
}

/// The user whose credentials a request carries (HTTP Basic). Takes the same time whatever the key is.
pub(crate) fn admit<'a>(
    users: impl Iterator<Item = &'a Arc<Credentials>>,
    headers: &HeaderMap,
) -> Option<&'a Arc<Credentials>> {
    let (name, key) = basic(headers)?;
    users.fold(None, |found, user| {
        let matches: bool = (same(&user.name, &name) & same(&user.access_key, &key)).into();
        if matches && user.is_active { Some(user) } else { found }
    })
}

/// Whether two texts are equal, in constant time.
pub(crate) fn same(a: &str, b: &str) -> subtle::Choice {
    a.as_bytes().ct_eq(b.as_bytes())
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let header = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, key) = decoded.split_once(':')?;
    Some((user.to_owned(), key.to_owned()))
}
