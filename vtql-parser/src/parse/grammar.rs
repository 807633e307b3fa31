//! The parser that `build.rs` makes of `vtql.pest`.
#![allow(
    unused_parens,
    unused_variables,
    dead_code,
    clippy::all,
    clippy::pedantic,
    reason = "generated: not every rule is an entry, and no style is imposed on it"
)]

use super::scan::{self, Leaves};

include!(concat!(env!("OUT_DIR"), "/grammar.rs"));
