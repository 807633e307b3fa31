use crate::ordered::Row;
use serde_json::Value;
use vtql_sandbox::Sandbox;

/// An answer as it came.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) reason: Option<String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The result of a success.
    pub(crate) fn result(&self) -> Value {
        let json = self.json();
        assert_eq!(json["success"], true, "{}", self.body);
        json["result"].clone()
    }

    /// The code of a failure.
    pub(crate) fn code(&self) -> String {
        if let (true, Some(reason)) = (self.body.is_empty(), &self.reason) {
            return reason.split(':').next().unwrap().to_owned();
        }
        let json = self.json();
        assert_eq!(json["success"], false, "{}", self.body);
        match &json["error"]["code"] {
            Value::String(code) => code.clone(),
            other => other.to_string(),
        }
    }

    /// The message of a failure.
    pub(crate) fn message(&self) -> String {
        if let (true, Some(reason)) = (self.body.is_empty(), &self.reason) {
            return reason.split_once(':').unwrap().1.to_owned();
        }
        self.json()["error"]["message"].as_str().unwrap().to_owned()
    }

    /// The rows of a success, keys in order.
    pub(crate) fn rows(&self) -> Vec<Row> {
        #[derive(serde::Deserialize)]
        struct Success {
            result: Vec<Row>,
        }
        serde_json::from_str::<Success>(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.body))
            .result
    }
}

/// A client for plain HTTP: reqwest wants a provider of cryptography all the same.
pub(crate) fn plain_http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// A client that knows nothing but HTTP.
pub(crate) struct Http {
    client: reqwest::Client,
    url: String,
    user: String,
    access_key: String,
}

impl Http {
    pub(crate) fn new(sandbox: &Sandbox) -> Self {
        Http {
            client: plain_http(),
            url: sandbox.url(),
            user: sandbox.user().to_owned(),
            access_key: sandbox.access_key().to_owned(),
        }
    }

    pub(crate) fn with_key(mut self, access_key: &str) -> Self {
        access_key.clone_into(&mut self.access_key);
        self
    }

    pub(crate) fn with_user(mut self, user: &str) -> Self {
        user.clone_into(&mut self.user);
        self
    }

    /// Sends a form in parts, with one file.
    pub(crate) async fn upload(
        &self,
        operation: &str,
        texts: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let (content_type, body) = form_in_parts(texts, "filename", file);
        let request = self.client.post(format!("{}/{operation}", self.url)).body(body);
        self.send(request.header("Content-Type", content_type)).await
    }

    pub(crate) async fn get(&self, operation: &str, parameters: &[(&str, &str)]) -> Answer {
        self.send(self.client.get(format!("{}/{operation}", self.url)).query(parameters)).await
    }

    pub(crate) async fn post(&self, operation: &str, parameters: &[(&str, &str)]) -> Answer {
        self.send(self.client.post(format!("{}/{operation}", self.url)).form(parameters)).await
    }

    pub(crate) async fn query(&self, query: &str) -> Answer {
        self.get("query", &[("query", query)]).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.basic_auth(&self.user, Some(&self.access_key)).send().await.unwrap();
        let reason = response.extensions().get::<hyper::ext::ReasonPhrase>();
        let reason = reason.map(|phrase| String::from_utf8_lossy(phrase.as_bytes()).into_owned());
        Answer { status: response.status().as_u16(), reason, body: response.text().await.unwrap() }
    }
}

/// A form in parts with one file, which has a name, a type and contents: its content type and its bytes.
pub(crate) fn form_in_parts(
    texts: &[(&str, &str)],
    part: &str,
    (name, content_type, contents): (&str, &str, &[u8]),
) -> (String, Vec<u8>) {
    let boundary = "the-boundary";
    let disposition = "Content-Disposition: form-data";
    let texts = texts
        .iter()
        .map(|(name, text)| format!("--{boundary}\r\n{disposition}; name=\"{name}\"\r\n\r\n{text}\r\n"));
    let mut body = texts.collect::<String>().into_bytes();
    let file = format!(
        "--{boundary}\r\n{disposition}; name=\"{part}\"; filename=\"{name}\"\r\nContent-Type: {content_type}\r\n\r\n"
    );
    body.extend(file.into_bytes());
    body.extend(contents);
    body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}
