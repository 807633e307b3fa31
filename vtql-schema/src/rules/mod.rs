//! The rules that queries are checked against: one file a rule, with its code, its documentation and
//! its check. Everything that lists rules is made from [`all`].

mod context;
mod engine;
mod rule;

pub use context::Context;
pub use engine::check;
pub use rule::{Level, Rule};

/// Declares the room of each rule and the registry, in order of the codes.
macro_rules! rooms {
    ($($room:ident),+ $(,)?) => {
        $(mod $room;)+
        static ALL: &[&Rule] = &[$(&$room::RULE),+];
    };
}

rooms! {
    unknown_module,
    unknown_field,
    wrong_case,
    module_without_id,
    module_not_documented,
}

/// Every rule, in order of the codes.
///
/// ```
/// for rule in vtql_schema::rules::all() {
///     println!("{} {}: {}", rule.code(), rule.name(), rule.title());
/// }
/// ```
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule of that code (`V102`) or name (`unknown-field`). Case does not matter.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    let wanted = code_or_name.trim();
    ALL.iter().copied().find(|rule| {
        rule.code().as_str().eq_ignore_ascii_case(wanted) || rule.name().eq_ignore_ascii_case(wanted)
    })
}

#[cfg(test)]
mod tests;
