/// Which edition the sandbox behaves like, where they differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Profile {
    /// The cloud edition, by its manual: an error has an HTTP status of its own and its code in the
    /// reason phrase; `count(*)` counts.
    #[default]
    Cloud,
    /// The open-source edition 8.4, as observed: an error is HTTP 200 with `"success":false`;
    /// `count(*)` over an entity module answers no rows.
    V8_4,
}

impl std::str::FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(text: &str) -> Result<Self, UnknownProfile> {
        match text {
            "cloud" => Ok(Profile::Cloud),
            "8.4" => Ok(Profile::V8_4),
            other => Err(UnknownProfile(other.to_owned())),
        }
    }
}

impl std::fmt::Display for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Profile::Cloud => "cloud",
            Profile::V8_4 => "8.4",
        })
    }
}

/// The text names no [`Profile`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no profile `{0}`: write `cloud` or `8.4`")]
pub struct UnknownProfile(String);
