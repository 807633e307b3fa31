//! Records as JSON lines: a file a module, an object a record, a key a field, values as the API writes them.

mod dump;
mod given;
mod load;

pub(crate) use dump::dump_dir;
pub(crate) use given::load_given;
pub(crate) use load::load_dir;
