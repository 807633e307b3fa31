//! The parser that `cargo run -p xtask -- grammar` makes of `vtql.pest`; a test holds stock pest against it.
#![allow(
    unused_parens,
    unused_variables,
    dead_code,
    non_upper_case_globals,
    clippy::all,
    clippy::pedantic,
    reason = "generated: not every rule is an entry, and no style is imposed on it"
)]

pub(crate) mod scan;

use scan::Leaves;

include!("grammar.generated.rs");
