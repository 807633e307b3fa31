use crate::operations::{Parameters, Upload};
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::{Form, RequestExt};
use std::collections::HashMap;

/// The parameters of a request: of the URL, and of a form in the body.
#[derive(Debug, Default)]
pub(super) struct Submitted {
    pub(super) url: Parameters,
    pub(super) form: Parameters,
}

impl Submitted {
    /// A parameter of the form or of the URL.
    pub(super) fn either(&self, name: &str) -> Option<&str> {
        self.form.get(name).or_else(|| self.url.get(name))
    }

    /// Both, the form's winning.
    pub(super) fn merged(self) -> Parameters {
        let mut texts = self.url.texts;
        texts.extend(self.form.texts);
        Parameters { texts, files: self.form.files }
    }
}

impl<S: Send + Sync> FromRequest<S> for Submitted {
    /// Of a body that is too large.
    type Rejection = StatusCode;

    async fn from_request(mut request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let query: Option<Query<HashMap<String, String>>> = request.extract_parts().await.ok();
        let texts = query.map(|Query(parameters)| parameters).unwrap_or_default();
        let url = Parameters { texts, files: Vec::new() };
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        // Axum takes the form of a GET from the URL.
        let has_body = request.method() != axum::http::Method::GET;
        let form = if has_body && content_type.starts_with("application/x-www-form-urlencoded") {
            match request.extract::<Form<HashMap<String, String>>, _>().await {
                Ok(Form(texts)) => Parameters { texts, files: Vec::new() },
                Err(rejection) => refuse_large(rejection.into_response().status())?,
            }
        } else if has_body && content_type.starts_with("multipart/form-data") {
            match request.extract::<Multipart, _>().await {
                Ok(parts) => read(parts).await?,
                Err(_) => Parameters::default(),
            }
        } else {
            Parameters::default()
        };
        Ok(Submitted { url, form })
    }
}

/// A body that cannot be read is an empty one, as in PHP, unless it is too large.
fn refuse_large(status: StatusCode) -> Result<Parameters, StatusCode> {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Err(status) } else { Ok(Parameters::default()) }
}

/// The texts and files of a form in parts.
async fn read(mut parts: Multipart) -> Result<Parameters, StatusCode> {
    let mut parameters = Parameters::default();
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return Ok(parameters),
            Err(error) => return refuse_large(error.status()).map(|_| parameters),
        };
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let content_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
        let contents = match part.bytes().await {
            Ok(contents) => contents.to_vec(),
            Err(error) => return refuse_large(error.status()).map(|_| parameters),
        };
        match file {
            Some(name) => parameters.files.push(Upload { name, content_type, contents }),
            None => {
                parameters.texts.insert(name, String::from_utf8_lossy(&contents).into_owned());
            }
        }
    }
}
