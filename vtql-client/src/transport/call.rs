use super::saving::Saving;
use super::sending::Enclosure;
use std::borrow::Cow;

/// One operation with its parameters, before it is known how it travels.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    operation: &'a str,
    verb: Verb,
    params: Vec<(&'a str, Cow<'a, str>)>,
    params_in_url: bool,
    module: Option<&'a str>,
    /// A file that is sent with it.
    enclosure: Option<&'a Enclosure>,
    /// Where the file goes that its answer has.
    saving: Option<&'a Saving>,
}

/// Words of the names of operations, parameters and fields that have to do with secrets, in lower case.
const SECRETS: [&str; 6] = ["password", "accesskey", "access_key", "secret", "decrypt", "login"];

/// How an operation is asked for. The manual gives each operation one verb; the ones that only read
/// are exactly those with `GET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// The operation only reads. It may be sent again when it fails.
    Get,
    /// The operation changes something. It is sent again only where nothing of it can have happened.
    Post,
}

impl<'a> Call<'a> {
    /// An operation that reads.
    pub(crate) fn get(operation: &'a str) -> Self {
        Call::new(operation, Verb::Get)
    }

    /// An operation that changes something.
    pub(crate) fn post(operation: &'a str) -> Self {
        Call::new(operation, Verb::Post)
    }

    fn new(operation: &'a str, verb: Verb) -> Self {
        let params_in_url = verb == Verb::Get;
        Call {
            operation,
            verb,
            params: Vec::new(),
            params_in_url,
            module: None,
            enclosure: None,
            saving: None,
        }
    }

    /// Sends a file with it.
    pub(crate) fn enclose(mut self, file: &'a Enclosure) -> Self {
        self.enclosure = Some(file);
        self
    }

    /// Writes the file that its answer has to disk while it comes.
    pub(crate) fn save(mut self, to: &'a Saving) -> Self {
        self.saving = Some(to);
        self
    }

    pub(super) fn enclosure(&self) -> Option<&'a Enclosure> {
        self.enclosure
    }

    pub(super) fn saving(&self) -> Option<&'a Saving> {
        self.saving
    }

    pub(crate) fn param(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    /// A parameter of a `POST` that the manual shows in the URL; there all parameters then are.
    pub(crate) fn url_param(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.params_in_url = true;
        self.param(name, value)
    }

    /// The module that the call is about, for those who watch; a parameter `elementType` says it, too.
    pub(crate) fn about(mut self, module: &'a str) -> Self {
        self.module = Some(module);
        self
    }

    pub(crate) fn module(&self) -> Option<&str> {
        let element_type = || self.params.iter().find(|(name, _)| *name == "elementType");
        self.module.or_else(|| element_type().map(|(_, module)| &**module))
    }

    pub(crate) fn params_in_url(&self) -> bool {
        self.params_in_url
    }

    pub(crate) fn operation(&self) -> &str {
        self.operation
    }

    pub(crate) fn verb(&self) -> Verb {
        self.verb
    }

    pub(crate) fn params(&self) -> &[(&'a str, Cow<'a, str>)] {
        &self.params
    }

    /// Whether the call carries a secret or asks for one: a key, a password, the name of a session.
    pub(crate) fn is_secret(&self) -> bool {
        let names = |text: &str| {
            let text = text.to_ascii_lowercase();
            SECRETS.iter().any(|secret| text.contains(secret))
        };
        // An element is JSON: its members are what matters, not its values.
        let member = |value: &str| SECRETS.iter().any(|secret| value.contains(&format!("{secret}\":")));
        names(self.operation) || self.params.iter().any(|(name, value)| names(name) || member(value))
    }

    /// Whether the server does it in steps, and may refuse one when those before it are done: a conversion
    /// creates records one after another.
    pub(crate) fn is_done_in_steps(&self) -> bool {
        self.operation == "convertlead"
    }

    /// Whether it may be sent again without doing anything twice.
    pub(crate) fn only_reads(&self) -> bool {
        self.verb == Verb::Get
    }
}
