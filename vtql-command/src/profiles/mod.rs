//! Instances that are known by a name, with the user and the key for each: what `vtql login` keeps.

mod file;
mod key;

pub use file::{Profiles, data_folder, folder};

use crate::failure::Failure;
use secrecy::SecretString;

/// An instance and a user of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What it is called.
    pub name: String,
    /// The address of the instance.
    pub url: String,
    /// The user's name.
    pub user: String,
    place: Place,
}

/// Where the access key of a profile is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the keyring of the system.
    Keyring,
    /// In a file that its owner alone can read.
    File,
}

impl Profile {
    /// Keeps a key: in the keyring where there is one and it is wanted, else in a file. Says where it is in words.
    /// Of the address what stands behind the path is left out: it is not used, and may hold a secret.
    pub fn keep(
        name: &str,
        url: &str,
        user: &str,
        key: &SecretString,
        in_keyring: bool,
    ) -> Result<(Profile, String), Failure> {
        let mut profile = Profile {
            name: name.to_owned(),
            url: address(url).to_owned(),
            user: user.to_owned(),
            place: Place::Keyring,
        };
        if in_keyring && key::to_keyring(&profile, key) {
            return Ok((profile, "the keyring of the system".to_owned()));
        }
        profile.place = Place::File;
        let path = key::to_file(&profile, key)?;
        let why = if in_keyring { "no keyring answers here; " } else { "" };
        Ok((profile, format!("{}: {why}it is not encrypted, and readable for you alone", path.display())))
    }

    /// The access key.
    pub fn key(&self) -> Result<SecretString, Failure> {
        match self.place {
            Place::Keyring => key::of_keyring(self),
            Place::File => key::of_file(self),
        }
    }

    /// Removes the key from where it is.
    pub fn forget_key(&self) -> Result<(), Failure> {
        key::remove(self)
    }

    /// Where the key is, in a word.
    pub fn place(&self) -> &'static str {
        match self.place {
            Place::Keyring => "keyring",
            Place::File => "file",
        }
    }
}

/// An address without query and fragment.
fn address(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default().trim()
}

/// Whether a profile can be called so.
pub fn profile_name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
        return Err("a profile is called by letters, digits, - and _".to_owned());
    }
    Ok(text.to_owned())
}
