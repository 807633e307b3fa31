//! What was typed before. It holds no secrets, and nobody else can read it.

use crate::profiles;
use secrecy::{ExposeSecret, SecretString};
use std::path::PathBuf;

/// The file, in the user's folder of settings.
pub(super) fn path() -> Option<PathBuf> {
    let folder = profiles::folder().ok()?;
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}

/// Whether a text may be kept: not one that holds the access key, or begins with a blank.
pub(super) fn may_keep(text: &str, key: &SecretString) -> bool {
    let begins_with_blank = text.starts_with(char::is_whitespace);
    !text.trim().is_empty() && !begins_with_blank && !text.contains(key.expose_secret())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_and_what_begins_with_a_blank_are_not_kept() {
        let key = SecretString::from("s3cret");
        assert!(may_keep("select id from Leads;", &key));
        for text in ["", " select id from Leads;", "select id from Leads where city = 's3cret';", "s3cret"] {
            assert!(!may_keep(text, &key), "{text}");
        }
    }
}
