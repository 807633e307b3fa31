//! The operations of the web service, one file a group, each a method of [`Client`](crate::Client).

mod bulk;
mod call;
mod check;
mod checkpoint;
mod convert_lead;
mod describe;
mod download;
mod files;
mod follow;
mod hierarchy;
mod lenient;
mod list_types;
mod lookup;
mod me;
mod records;
mod related;
mod single;
mod sync;
mod tags;
mod typed;
mod upload;

pub use bulk::Bulk;
pub use call::Verb;
pub use check::check_element;
pub use checkpoint::{InvalidCheckpoint, SyncCheckpoint};
pub use convert_lead::{ConvertedLead, LeadConversion};
pub use download::Download;
pub use files::File;
pub use follow::{Change, ChangeStream};
pub use hierarchy::HierarchyEntry;
pub use list_types::ModuleType;
pub use lookup::Lookup;
pub use me::User;
pub use related::RelatedType;
pub use sync::{Changes, SyncScope};
pub use upload::Upload;
