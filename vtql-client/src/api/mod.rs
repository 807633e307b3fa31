//! The operations of the web service, one file a group, each a method of [`Client`](crate::Client).

mod call;
mod check;
mod convert_lead;
mod describe;
mod files;
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

pub use call::Verb;
pub use check::check_element;
pub use convert_lead::{ConvertedLead, LeadConversion};
pub use files::File;
pub use hierarchy::HierarchyEntry;
pub use list_types::ModuleType;
pub use lookup::Lookup;
pub use me::User;
pub use related::RelatedType;
pub use sync::{Changes, SyncScope};
