//! The rules that queries are checked against: one file a rule, with its code, its documentation and
//! its check. Everything that lists rules is made from [`all`].

mod blank;
mod context;
mod engine;
mod gaps;
mod levels;
mod reference;
mod rule;
mod test_of_field;
mod tokens;
mod written;

pub use context::Context;
pub(crate) use engine::{check, check_written};
pub use gaps::Unknown;
pub(crate) use levels::select;
pub use levels::{Levels, UnknownRule};
pub use reference::{codes, explain, reference};
pub use rule::{Level, Reach, Rule};
pub(crate) use tokens::Tokens;
pub use unreadable_field::refuses_to_query;
pub(crate) use written::Written;

/// Declares the module of each rule and the registry, in order of the codes.
macro_rules! rules {
    ($($module:ident),+ $(,)?) => {
        $(pub(crate) mod $module;)+
        static ALL: &[&Rule] = &[$(&$module::RULE),+];
    };
}

rules! {
    unknown_module,
    unknown_field,
    wrong_case,
    module_without_id,
    module_not_documented,
    unreadable_field,
    not_a_record_id,
    wrong_id_prefix,
    literal_of_another_type,
    picklist_value,
    value_too_long,
    unknown_type,
    includes_one,
    missing_mandatory_field,
    not_editable,
    field_set_twice,
    bare_word,
    null_comparison,
    zero_against_text,
    zero_first_in_list,
    backslash_before_quote,
    order_not_joined,
    order_by_position,
    limit_not_a_count,
    list_without_parentheses,
    renamed_key,
    parameter_in_quotes,
    empty_date,
    empty_number,
    day_of_moment,
    whole_multipicklist,
    time_as_text,
    switch_as_number,
    task_becomes_event,
    value_in_text,
    unquoted_value,
    double_quoted_value,
    leading_wildcard,
    or_over_fields,
    deep_offset,
    too_long_for_url,
    keyword_case,
    offset_without_order,
    mixed_connectives,
    limit_over_cap,
    no_limit,
    count_unanswered,
    columns_beside_count,
    count_with_offset,
    one_word_orderby,
    direction_of_last,
    number_against_text,
    backslash,
    pattern_on_non_text,
    order_of_ids,
    field_ends_in_from,
    unknown_directive,
    paging_by_order,
    paging_by_time,
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
mod fixtures;
#[cfg(test)]
mod tests;
