//! A door to Vtiger CRM for agents: a server of the Model Context Protocol with three tools.
//!
//! | tool | does |
//! |---|---|
//! | `vtql_schema` | shows modules and fields, in levels of detail |
//! | `vtql_check` | checks and explains a query, and previews a write where writes are allowed |
//! | `vtql_query` | runs a query, and a write that was previewed |
//!
//! [`serve_stdio`] and [`serve_http`] speak the protocol; what they may show is a [`Policy`], and how much of it, [`Bounds`].
//! Nothing is sent to the CRM before the first tool call, and a wrong query is never sent. Only parsed `select`
//! statements are, so that reading is a matter of the grammar and not of good will.
//!
//! ```text
//!  http, stdio ─▶ server ─▶ tools ─▶ world ─▶ Instance, which the program hands in
//!                   │         │        └─▶ policy, budget, audit
//!                   └─▶ resources, prompts
//! ```

mod answer;
mod audit;
mod budget;
mod checked;
mod dense;
mod finding;
mod http;
mod instance;
mod options;
mod pending;
mod policy;
mod prompts;
mod random;
mod resources;
mod server;
mod stdio;
mod tokens;
mod tools;
mod world;
mod writes;

pub use budget::Budget;
pub use http::{Token, serve_http};
pub use instance::{Instance, Trouble};
pub use options::{Bounds, Options};
pub use policy::{InvalidPattern, Pattern, Policy};
pub use stdio::{serve, serve_stdio};
pub use tokens::estimate;
