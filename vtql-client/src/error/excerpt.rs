use secrecy::{ExposeSecret, SecretString};
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
    secrets: Arc<RwLock<Vec<SecretString>>>,
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

    /// Hides this text too from now on.
    pub(crate) fn learn(&self, secret: String) {
        if secret.len() >= Self::SHORTEST {
            self.secrets.write().unwrap_or_else(PoisonError::into_inner).push(secret.into());
        }
    }

    pub(crate) fn redact(&self, text: &str) -> String {
        let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
        let hide = |text: String, secret: &SecretString| text.replace(secret.expose_secret(), Self::HIDDEN);
        secrets.iter().fold(text.to_owned(), hide)
    }

    /// The start of a body. Secrets go before it is cut, so that no half of one stays.
    pub(crate) fn excerpt(&self, body: &[u8]) -> Excerpt {
        // A secret that begins within the kept part ends well within the margin.
        let margin = body.len().min(KEPT * 4 + 1024);
        let start = String::from_utf8_lossy(body.get(..margin).unwrap_or(body));
        let text = self.redact(&start).chars().take(KEPT).collect();
        Excerpt { text, total: body.len() }
    }
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
    fn bytes_that_are_not_text_are_shown_as_such() {
        assert_eq!(Redactor::default().excerpt(b"a\xffb").text(), "a\u{fffd}b");
    }
}
