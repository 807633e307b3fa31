//! Data and pages that hold code or queries: JSON, YAML, Markdown, HTML.

pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod nested;
pub(crate) mod yaml;
