//! Tables beside those of the modules: how records are related, and which files they have. Both are asked for once
//! the records are there, in the order of their modules and ids.

mod attachments;
mod patience;
mod relations;
mod sink;
mod sources;

pub(crate) use attachments::FILES;
pub(super) use attachments::are_there;
pub(super) use attachments::export as files;
pub(super) use patience::patiently;
pub(crate) use relations::RELATIONS;
pub(super) use relations::export as relations;
pub(super) use sink::Target;
pub(super) use sources::Sources;
