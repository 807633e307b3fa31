use secrecy::{ExposeSecret, SecretString};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// How many characters of a body an error keeps.
const KEPT: usize = 300;

/// The start of an answer's body, as an error keeps it: readable, short, without secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Excerpt {
    text: String,
    total: usize,
}

impl Excerpt {
    /// The first characters of the body. Bytes that are not UTF-8 show as `U+FFFD`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The length of the whole body, in bytes.
    pub fn total_bytes(&self) -> usize {
        self.total
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {} bytes", self.text, self.total)
    }
}

/// Takes secrets out of texts that came from elsewhere: a server may echo what it was sent. Clones
/// share what they know.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    secrets: Arc<RwLock<VecDeque<SecretString>>>,
}

impl Redactor {
    const HIDDEN: &str = "[redacted]";

    /// Texts of fewer bytes are not looked for: they would turn every message into holes.
    const SHORTEST: usize = 4;

    pub(crate) fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let redactor = Redactor::default();
        secrets.into_iter().for_each(|secret| redactor.learn(secret));
        redactor
    }

    /// The names of sessions pass; so many secrets are hidden at a time, the first two, which are those of the
    /// user, always.
    const MOST: usize = 256;

    /// Hides this text too from now on.
    pub(crate) fn learn(&self, secret: String) {
        if secret.len() >= Self::SHORTEST && !self.knows(&secret) {
            let mut secrets = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
            if secrets.len() == Self::MOST {
                secrets.remove(2);
            }
            secrets.push_back(secret.into());
        }
    }

    fn knows(&self, secret: &str) -> bool {
        let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
        secrets.iter().any(|known| known.expose_secret() == secret)
    }

    pub(crate) fn redact(&self, text: &str) -> String {
        let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
        let hide = |text: String, secret: &SecretString| text.replace(secret.expose_secret(), Self::HIDDEN);
        secrets.iter().fold(text.to_owned(), hide)
    }

    /// The whole of a text. What it has in JSON stays JSON.
    #[cfg(feature = "replay")]
    pub(crate) fn clean(&self, text: &str) -> String {
        hide_members(&self.redact(text), &format!("\"{}\"", Self::HIDDEN))
    }

    /// The start of a body. Secrets go before it is cut, so that no half of one stays.
    pub(crate) fn excerpt(&self, body: &[u8]) -> Excerpt {
        // A secret that begins within the kept part ends well within the margin.
        let margin = body.len().min(KEPT * 4 + 1024);
        let start = String::from_utf8_lossy(body.get(..margin).unwrap_or(body));
        let text = hide_members(&self.redact(&start), Self::HIDDEN).chars().take(KEPT).collect();
        Excerpt { text, total: body.len() }
    }
}

/// Parts of the names of members whose values are secrets, in lower case: `accesskey` and `user_password` of a
/// user, `sessionName` of a login.
const SECRET_MEMBERS: [&str; 5] = ["password", "accesskey", "access_key", "sessionname", "secret"];

/// Puts something else for the values of such members of a text that has JSON in it, be it cut off.
fn hide_members(text: &str, instead: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\":") {
        shown.push_str(before);
        shown.push_str("\":");
        rest = after;
        let name = before.rsplit('"').next().unwrap_or_default().to_ascii_lowercase();
        let value = after.trim_start();
        if SECRET_MEMBERS.iter().any(|part| name.contains(part)) && !value.starts_with(['{', '[']) {
            shown.push_str(instead);
            rest = value.get(end_of_value(value)..).unwrap_or_default();
        }
    }
    shown.push_str(rest);
    shown
}

/// The length of the string or the word that a text begins with.
fn end_of_value(text: &str) -> usize {
    let Some(string) = text.strip_prefix('"') else {
        return text.find([',', '}', ']']).unwrap_or(text.len());
    };
    let mut escaped = false;
    let end = string.find(|c| {
        let is_end = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_removed_even_where_the_excerpt_is_cut() {
        let redactor = Redactor::new(["hunter2-key".to_owned()]);
        let body = format!("{}hunter2-key and more", "x".repeat(KEPT - 3));
        let excerpt = redactor.excerpt(body.as_bytes());
        assert!(!excerpt.text().contains("hun"), "{excerpt}");
        assert_eq!(excerpt.total_bytes(), body.len());
    }

    #[test]
    fn the_values_of_members_that_are_secrets_are_removed_whole_or_cut_off() {
        for (body, shown) in [
            (
                r#"{"user_name":"bob","accesskey":"k\"ey","User_Password": "pw","id":"19x1"}"#,
                r#"{"user_name":"bob","accesskey":[redacted],"User_Password":[redacted],"id":"19x1"}"#,
            ),
            (r#"{"sessionName":"abc"#, r#"{"sessionName":[redacted]"#),
            (r#"{"my_secret":17,"a":1}"#, r#"{"my_secret":[redacted],"a":1}"#),
        ] {
            assert_eq!(Redactor::default().excerpt(body.as_bytes()).text(), shown);
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_shown_as_such() {
        assert_eq!(Redactor::default().excerpt(b"a\xffb").text(), "a\u{fffd}b");
    }
}
