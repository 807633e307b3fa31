//! The access key of a profile: in the keyring of the system, or in a file.

use super::{Place, Profile, folder};
use crate::access_key;
use crate::failure::Failure;
use keyring::Entry;
use secrecy::{ExposeSecret, SecretString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The name that keyrings show.
const SERVICE: &str = "vtql";

fn entry(profile: &Profile) -> keyring::Result<Entry> {
    Entry::new(SERVICE, &format!("{}@{}", profile.user, profile.url))
}

/// Whether the keyring of the system took the key, and gives it back.
pub(super) fn to_keyring(profile: &Profile, key: &SecretString) -> bool {
    let kept = || -> keyring::Result<bool> {
        let entry = entry(profile)?;
        entry.set_password(key.expose_secret())?;
        Ok(entry.get_password()? == key.expose_secret())
    };
    kept().unwrap_or(false)
}

pub(super) fn of_keyring(profile: &Profile) -> Result<SecretString, Failure> {
    entry(profile).and_then(|entry| entry.get_password()).map(SecretString::from).map_err(|error| {
        Failure::new("CONFIG", format!("the keyring has no key for profile `{}`: {error}", profile.name))
            .help(format!("unlock it, or run `vtql login --profile {}` again", profile.name))
    })
}

fn path(profile: &Profile) -> Result<PathBuf, Failure> {
    Ok(folder()?.join("keys").join(&profile.name))
}

/// Writes the key to a file that its owner alone can read, from its first byte on.
pub(super) fn to_file(profile: &Profile, key: &SecretString) -> Result<PathBuf, Failure> {
    let path = path(profile)?;
    let write = || -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        make_private_folder(folder)?;
        // Temporary files are made for their owner alone.
        let mut file = tempfile::Builder::new().prefix(".vtql-").tempfile_in(folder)?;
        file.write_all(key.expose_secret().as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        Ok(())
    };
    write().map_err(|error| Failure::write(&path, &error))?;
    Ok(path)
}

pub(super) fn of_file(profile: &Profile) -> Result<SecretString, Failure> {
    let path = path(profile)?;
    if is_open_to_others(&path) {
        let message = format!("others on this machine can read {}", path.display());
        return Err(Failure::new("CONFIG", message).help(format!(
            "chmod 600 {}, and make a new key in the CRM if others are not to have it",
            path.display()
        )));
    }
    access_key::from_file(&path)
}

pub(super) fn remove(profile: &Profile) -> Result<(), Failure> {
    match profile.place {
        Place::Keyring => {
            entry(profile).and_then(|entry| entry.delete_credential()).or_else(|error| match error {
                keyring::Error::NoEntry => Ok(()),
                error => Err(Failure::new("CONFIG", format!("the keyring does not remove the key: {error}"))),
            })
        }
        Place::File => {
            let path = path(profile)?;
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::write(&path, &error)),
                _ => Ok(()),
            }
        }
    }
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_path: &Path) -> bool {
    false
}
