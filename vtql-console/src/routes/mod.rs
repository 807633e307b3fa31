//! What the page asks for, a file each.

pub(crate) mod assets;
pub(crate) mod export;
pub(crate) mod kept;
pub(crate) mod language;
pub(crate) mod plan;
mod prepare;
pub(crate) mod record;
pub(crate) mod run;
pub(crate) mod sandbox;
pub(crate) mod schema;
pub(crate) mod trace;
