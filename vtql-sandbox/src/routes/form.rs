use crate::operations::Parameters;
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::header;
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
        let mut parameters = self.url;
        parameters.0.extend(self.form.0);
        parameters
    }
}

impl<S: Send + Sync> FromRequest<S> for Submitted {
    type Rejection = std::convert::Infallible;

    async fn from_request(mut request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let query: Option<Query<HashMap<String, String>>> = request.extract_parts().await.ok();
        let url = Parameters(query.map(|Query(parameters)| parameters).unwrap_or_default());
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        // Axum takes the form of a GET from the URL.
        let has_body = request.method() != axum::http::Method::GET;
        let form = if has_body && content_type.starts_with("application/x-www-form-urlencoded") {
            let form = request.extract::<Form<HashMap<String, String>>, _>().await;
            form.map(|Form(form)| form).unwrap_or_default()
        } else if has_body && content_type.starts_with("multipart/form-data") {
            match request.extract::<Multipart, _>().await {
                Ok(parts) => texts(parts).await,
                Err(_) => HashMap::new(),
            }
        } else {
            HashMap::new()
        };
        Ok(Submitted { url, form: Parameters(form) })
    }
}

/// The text fields of a form with files; the files are ignored.
async fn texts(mut parts: Multipart) -> HashMap<String, String> {
    let mut texts = HashMap::new();
    while let Ok(Some(part)) = parts.next_field().await {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        if part.file_name().is_none()
            && let Ok(text) = part.text().await
        {
            texts.insert(name, text);
        }
    }
    texts
}
