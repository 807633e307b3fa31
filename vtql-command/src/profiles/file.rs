//! `profiles.toml`, in the user's folder of settings. It holds no key.

use super::{Place, Profile, address, profile_name};
use crate::failure::Failure;
use crate::write::write_atomically;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::path::PathBuf;

/// All profiles, and which of them is meant when none is named.
#[derive(Debug, Default)]
pub struct Profiles {
    /// The name of the profile that is meant when none is named.
    pub default: Option<String>,
    /// In order of their names.
    list: Vec<Profile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    default: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, RawProfile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProfile {
    url: String,
    user: String,
    key: RawPlace,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawPlace {
    Keyring,
    File,
}

/// The user's folder of settings for vtql.
pub fn folder() -> Result<PathBuf, Failure> {
    let variable = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let settings = variable("XDG_CONFIG_HOME")
        .or_else(|| variable("APPDATA"))
        .or_else(|| variable("HOME").map(|home| home.join(".config")));
    settings.map(|folder| folder.join("vtql")).ok_or_else(|| {
        Failure::new("CONFIG", "the folder of your settings is not known")
            .help("set HOME, or XDG_CONFIG_HOME to a folder")
    })
}

/// The user's folder of data for vtql.
pub fn data_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let data = variable("XDG_DATA_HOME")
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| variable("HOME").map(|home| home.join(".local").join("share")));
    data.map(|folder| folder.join("vtql"))
}

impl Profiles {
    /// The profiles that were kept; none when there is no file of them.
    pub fn load() -> Result<Self, Failure> {
        let Ok(folder) = folder() else { return Ok(Profiles::default()) };
        let path = folder.join("profiles.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Profiles::default()),
            Err(error) => return Err(Failure::read(&path, &error)),
        };
        let wrong = |message: String| {
            Failure::new("CONFIG", format!("{}: {message}", path.display()))
                .help("correct the file, or remove it and run `vtql login`")
        };
        let raw: Raw = toml::from_str(&text).map_err(|error| wrong(error.message().to_owned()))?;
        let mut list = Vec::new();
        for (name, RawProfile { url, user, key }) in raw.profiles {
            let name = profile_name(&name).map_err(wrong)?;
            let place = match key {
                RawPlace::Keyring => Place::Keyring,
                RawPlace::File => Place::File,
            };
            list.push(Profile { name, url, user, place });
        }
        Ok(Profiles { default: raw.default, list })
    }

    /// Changes the profiles that are kept by now, and their keys. Whoever else changes them waits meanwhile: two logins
    /// at the same time would else each write the file without the other's profile.
    pub fn change<T>(work: impl FnOnce(&mut Self) -> Result<T, Failure>) -> Result<T, Failure> {
        let folder = folder()?;
        std::fs::create_dir_all(&folder).map_err(|error| Failure::write(&folder, &error))?;
        let path = folder.join(".profiles.lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        // It is released when the file is closed.
        let _lock = lock
            .and_then(|lock| lock.lock().map(|()| lock))
            .map_err(|error| Failure::write(&path, &error))?;
        let mut profiles = Self::load()?;
        let outcome = work(&mut profiles)?;
        write_atomically(&folder.join("profiles.toml"), &profiles.to_toml())?;
        Ok(outcome)
    }

    fn to_toml(&self) -> String {
        // A string of JSON is one of TOML.
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut out = String::from("# Written by `vtql login`. Access keys are elsewhere.\n");
        if let Some(default) = &self.default {
            let _ = writeln!(out, "default = {}", quoted(default));
        }
        for profile in &self.list {
            let _ = writeln!(out, "\n[profiles.{}]", profile.name);
            let _ = writeln!(out, "url = {}\nuser = {}", quoted(&profile.url), quoted(&profile.user));
            let _ = writeln!(out, "key = {}", quoted(profile.place()));
        }
        out
    }

    /// All of them, in order of their names.
    pub fn list(&self) -> &[Profile] {
        &self.list
    }

    /// The profile of that name.
    pub fn named(&self, name: &str) -> Result<&Profile, Failure> {
        self.list.iter().find(|profile| profile.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.list.iter().map(|profile| profile.name.as_str()).collect();
            let failure = Failure::new("CONFIG", format!("there is no profile `{name}`"));
            if known.is_empty() {
                failure.help(format!("`vtql login --profile {name}` makes it"))
            } else {
                failure.help(format!("there are {}", known.join(", ")))
            }
        })
    }

    /// The profile that is meant when none is named.
    pub fn usual(&self) -> Option<&Profile> {
        let default = self.default.as_deref()?;
        self.list.iter().find(|profile| profile.name == default)
    }

    /// The profile with exactly this address and user.
    pub fn of(&self, url: &str, user: &str) -> Option<&Profile> {
        self.list.iter().find(|profile| profile.url == address(url) && profile.user == user)
    }

    /// Adds a profile; the one of the same name is replaced.
    pub fn put(&mut self, profile: Profile) {
        self.list.retain(|present| present.name != profile.name);
        self.list.push(profile);
        self.list.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// Removes the profile of that name, if there is one.
    pub fn remove(&mut self, name: &str) {
        self.list.retain(|present| present.name != name);
        if self.default.as_deref() == Some(name) {
            self.default = self.list.first().map(|profile| profile.name.clone());
        }
    }
}
