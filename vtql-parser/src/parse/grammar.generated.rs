/// The leaves of the tree: the atomic rules of `vtql.pest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rule {
    Select,
    Count,
    And,
    Or,
    Like,
    In,
    Order,
    Orderby,
    Asc,
    Desc,
    Limit,
    Not,
    Negated,
    Between,
    Includes,
    Is,
    Empty,
    Column,
    Module,
    Field,
    SortField,
    String,
    Doubled,
    Quoted,
    Decimal,
    Integer,
    Word,
    BoundWord,
    Param,
    Star,
    Open,
    Close,
    Optional,
    List,
    ListEnd,
    Operator,
    Semicolon,
    Comment,
}

pub(crate) const NO_COLUMN: &[&str] = &["from", "count"];
pub(crate) const NO_MODULE: &[&str] = &["where"];
pub(crate) const NO_FIELD: &[&str] = &["and", "orderby", "order", "or", "where", "limit"];
pub(crate) const NO_SORT_FIELD: &[&str] = &["asc", "desc", "where", "limit", "order", "by"];
pub(crate) const NO_WORD: &[&str] = &["and", "orderby", "order", "or", "where", "limit", "in", "like"];
pub(crate) const NO_BOUND_WORD: &[&str] = &["limit", "where", "orderby", "order"];
pub(crate) const KEYWORDS: &[&str] = &["and", "asc", "between", "by", "count", "desc", "empty", "from", "in", "includes", "is", "like", "limit", "not", "or", "order", "orderby", "select", "where"];

#[inline]
pub(super) fn rule_document(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mark = leaves.mark(); let end = (at == 0).then_some(at).and_then(|at| rule_ws(text, at, leaves).and_then(|at| (if matches!(scan::peek(text, at), 83..=83 | 115..=115) { (rule_statement(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 59..=59) { { let mark = leaves.mark(); let end = rule_semicolon(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_statement(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end } } else { None }) { at = next; } Some(at) }.and_then(|at| (if matches!(scan::peek(text, at), 59..=59) { (rule_semicolon(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 79..=79 | 111..=111) { (rule_order(text, at, leaves).and_then(|at| rule_ws(text, at, leaves))) } else { None }) { at = next; } Some(at) }))) } else { None }).or(Some(at))))) } else { None }).or(Some(at)).and_then(|at| (at == text.len()).then_some(at)))); if end.is_none() { leaves.rewind(mark); } end }
}
#[inline]
pub(super) fn rule_statement(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mark = leaves.mark(); let end = rule_select(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_columns(text, at, leaves).and_then(|at| rule_from(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_module(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| (if matches!(scan::peek(text, at), 87..=87 | 119..=119) { rule_where_clause(text, at, leaves) } else { None }).or(Some(at)).and_then(|at| (if matches!(scan::peek(text, at), 79..=79 | 111..=111) { rule_order_clause(text, at, leaves) } else { None }).or(Some(at)).and_then(|at| (if matches!(scan::peek(text, at), 76..=76 | 108..=108) { rule_limit_clause(text, at, leaves) } else { None }).or(Some(at))))))))))); if end.is_none() { leaves.rewind(mark); } end }
}
#[inline]
pub(super) fn rule_columns(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { const KINDS: scan::Table = scan::table(&[(1, &[(42, 42)]), (2, &[(67, 67), (99, 99)]), (3, &[(48, 57), (65, 66), (68, 90), (95, 95), (97, 98), (100, 122)])]); match KINDS[scan::peek(text, at) as usize] { 1 => (rule_star(text, at, leaves).and_then(|at| rule_ws(text, at, leaves))), 2 => { let mark = leaves.mark(); let end = rule_count(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| scan::class(text, at, |byte| byte == 40).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_star(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_list_end(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 44..=44) { { let mark = leaves.mark(); let end = scan::class(text, at, |byte| byte == 44).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_column(text, at, leaves).and_then(|at| rule_ws(text, at, leaves)))); if end.is_none() { leaves.rewind(mark); } end } } else { None }) { at = next; } Some(at) })))))))); if end.is_none() { leaves.rewind(mark); } end }.or_else(|| (rule_column(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 44..=44) { { let mark = leaves.mark(); let end = scan::class(text, at, |byte| byte == 44).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_column(text, at, leaves).and_then(|at| rule_ws(text, at, leaves)))); if end.is_none() { leaves.rewind(mark); } end } } else { None }) { at = next; } Some(at) })))), 3 => (rule_column(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 44..=44) { { let mark = leaves.mark(); let end = scan::class(text, at, |byte| byte == 44).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_column(text, at, leaves).and_then(|at| rule_ws(text, at, leaves)))); if end.is_none() { leaves.rewind(mark); } end } } else { None }) { at = next; } Some(at) }))), _ => None } }
}
#[inline]
pub(super) fn rule_where_clause(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mark = leaves.mark(); let end = rule_where_word(text, at, leaves).and_then(|at| (if matches!(scan::peek(text, at), 63..=63) { rule_optional(text, at, leaves) } else { None }).or(Some(at)).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_condition(text, at, leaves)))); if end.is_none() { leaves.rewind(mark); } end }
}
#[inline]
pub(super) fn rule_condition(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mark = leaves.mark(); let end = rule_opens(text, at, leaves).and_then(|at| rule_predicate(text, at, leaves).and_then(|at| rule_closes(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 65..=65 | 79..=79 | 97..=97 | 111..=111) { { let mark = leaves.mark(); let end = { const KINDS: scan::Table = scan::table(&[(1, &[(65, 65), (97, 97)]), (2, &[(79, 79), (111, 111)])]); match KINDS[scan::peek(text, at) as usize] { 1 => rule_and(text, at, leaves), 2 => rule_or(text, at, leaves), _ => None } }.and_then(|at| (if matches!(scan::peek(text, at), 63..=63) { rule_optional(text, at, leaves) } else { None }).or(Some(at)).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_opens(text, at, leaves).and_then(|at| rule_predicate(text, at, leaves).and_then(|at| rule_closes(text, at, leaves)))))); if end.is_none() { leaves.rewind(mark); } end } } else { None }) { at = next; } Some(at) }))); if end.is_none() { leaves.rewind(mark); } end }
}
#[inline(always)]
pub(super) fn rule_opens(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 40..=40 | 78..=78 | 110..=110) { ({ const KINDS: scan::Table = scan::table(&[(1, &[(40, 40)]), (2, &[(78, 78), (110, 110)])]); match KINDS[scan::peek(text, at) as usize] { 1 => (rule_open(text, at, leaves).and_then(|at| (if matches!(scan::peek(text, at), 63..=63) { rule_optional(text, at, leaves) } else { None }).or(Some(at)))), 2 => rule_not(text, at, leaves), _ => None } }.and_then(|at| rule_ws(text, at, leaves))) } else { None }) { at = next; } Some(at) }
}
#[inline(always)]
pub(super) fn rule_closes(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 41..=41) { (rule_close(text, at, leaves).and_then(|at| rule_ws(text, at, leaves))) } else { None }) { at = next; } Some(at) }
}
#[inline]
pub(super) fn rule_predicate(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mark = leaves.mark(); let end = rule_field(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_test(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }
}
#[inline]
pub(super) fn rule_test(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { const KINDS: scan::Table = scan::table(&[(1, &[(33, 33), (60, 62)]), (2, &[(76, 76), (108, 108)]), (3, &[(73, 73), (105, 105)]), (4, &[(66, 66), (98, 98)]), (5, &[(78, 78), (110, 110)])]); match KINDS[scan::peek(text, at) as usize] { 1 => { let mark = leaves.mark(); let end = rule_operator(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_operand(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }, 2 => { let mark = leaves.mark(); let end = rule_like(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_operand(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }, 3 => { let mark = leaves.mark(); let end = rule_in(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_values(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }.or_else(|| { let mark = leaves.mark(); let end = rule_includes(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_operand(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }).or_else(|| { let mark = leaves.mark(); let end = rule_is(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| (if matches!(scan::peek(text, at), 78..=78 | 110..=110) { (rule_negated(text, at, leaves).and_then(|at| rule_ws(text, at, leaves))) } else { None }).or(Some(at)).and_then(|at| rule_empty(text, at, leaves).and_then(|at| rule_ws(text, at, leaves))))); if end.is_none() { leaves.rewind(mark); } end }), 4 => { let mark = leaves.mark(); let end = rule_between(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_range(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }, 5 => { let mark = leaves.mark(); let end = rule_negated(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| { const KINDS: scan::Table = scan::table(&[(1, &[(73, 73), (105, 105)]), (2, &[(76, 76), (108, 108)]), (3, &[(66, 66), (98, 98)])]); match KINDS[scan::peek(text, at) as usize] { 1 => { let mark = leaves.mark(); let end = rule_in(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_values(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }.or_else(|| { let mark = leaves.mark(); let end = rule_includes(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_operand(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }), 2 => { let mark = leaves.mark(); let end = rule_like(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_operand(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }, 3 => { let mark = leaves.mark(); let end = rule_between(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_range(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }, _ => None } })); if end.is_none() { leaves.rewind(mark); } end }, _ => None } }
}
#[inline]
pub(super) fn rule_operand(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { const KINDS: scan::Table = scan::table(&[(1, &[(34, 34), (39, 39), (42, 43), (45, 45), (48, 57), (65, 90), (95, 95), (97, 123)]), (2, &[(40, 40)])]); match KINDS[scan::peek(text, at) as usize] { 1 => (rule_value(text, at, leaves).and_then(|at| rule_ws(text, at, leaves))), 2 => { let mark = leaves.mark(); let end = rule_list(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_value(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_list_end(text, at, leaves).and_then(|at| rule_ws(text, at, leaves)))))); if end.is_none() { leaves.rewind(mark); } end }, _ => None } }
}
#[inline]
pub(super) fn rule_values(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { const KINDS: scan::Table = scan::table(&[(1, &[(40, 40)]), (2, &[(34, 34), (39, 39), (42, 43), (45, 45), (48, 57), (65, 90), (95, 95), (97, 123)])]); match KINDS[scan::peek(text, at) as usize] { 1 => { let mark = leaves.mark(); let end = rule_list(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_value(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 44..=44) { { let mark = leaves.mark(); let end = scan::class(text, at, |byte| byte == 44).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_value(text, at, leaves).and_then(|at| rule_ws(text, at, leaves)))); if end.is_none() { leaves.rewind(mark); } end } } else { None }) { at = next; } Some(at) }.and_then(|at| rule_list_end(text, at, leaves).and_then(|at| rule_ws(text, at, leaves))))))); if end.is_none() { leaves.rewind(mark); } end }, 2 => (rule_value(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 44..=44) { { let mark = leaves.mark(); let end = scan::class(text, at, |byte| byte == 44).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_value(text, at, leaves).and_then(|at| rule_ws(text, at, leaves)))); if end.is_none() { leaves.rewind(mark); } end } } else { None }) { at = next; } Some(at) }))), _ => None } }
}
#[inline]
pub(super) fn rule_range(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mark = leaves.mark(); let end = rule_value(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_and_word(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_value(text, at, leaves).and_then(|at| rule_ws(text, at, leaves)))))); if end.is_none() { leaves.rewind(mark); } end }
}
#[inline]
pub(super) fn rule_value(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { const KINDS: scan::Table = scan::table(&[(1, &[(39, 39)]), (2, &[(43, 43), (45, 45)]), (3, &[(48, 57)]), (4, &[(42, 42), (65, 90), (95, 95), (97, 122)]), (5, &[(123, 123)]), (6, &[(34, 34)])]); match KINDS[scan::peek(text, at) as usize] { 1 => rule_string(text, at, leaves).or_else(|| rule_doubled(text, at, leaves)), 2 => rule_number(text, at, leaves), 3 => rule_number(text, at, leaves).or_else(|| rule_word(text, at, leaves)), 4 => rule_word(text, at, leaves), 5 => rule_param(text, at, leaves), 6 => rule_quoted(text, at, leaves), _ => None } }
}
#[inline]
pub(super) fn rule_number(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { const KINDS: scan::Table = scan::table(&[(1, &[(43, 43), (45, 45), (48, 57)])]); match KINDS[scan::peek(text, at) as usize] { 1 => rule_integer(text, at, leaves).or_else(|| rule_decimal(text, at, leaves)), _ => None } }
}
#[inline]
pub(super) fn rule_order_clause(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mark = leaves.mark(); let end = { const KINDS: scan::Table = scan::table(&[(1, &[(79, 79), (111, 111)])]); match KINDS[scan::peek(text, at) as usize] { 1 => { let mark = leaves.mark(); let end = rule_order(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_by(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end }.or_else(|| rule_orderby(text, at, leaves)), _ => None } }.and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_sort(text, at, leaves).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 44..=44) { { let mark = leaves.mark(); let end = scan::class(text, at, |byte| byte == 44).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_sort(text, at, leaves))); if end.is_none() { leaves.rewind(mark); } end } } else { None }) { at = next; } Some(at) }))); if end.is_none() { leaves.rewind(mark); } end }
}
#[inline]
pub(super) fn rule_sort(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    (rule_sort_field(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| (if matches!(scan::peek(text, at), 65..=65 | 68..=68 | 97..=97 | 100..=100) { ({ const KINDS: scan::Table = scan::table(&[(1, &[(65, 65), (97, 97)]), (2, &[(68, 68), (100, 100)])]); match KINDS[scan::peek(text, at) as usize] { 1 => rule_asc(text, at, leaves), 2 => rule_desc(text, at, leaves), _ => None } }.and_then(|at| rule_ws(text, at, leaves))) } else { None }).or(Some(at)))))
}
#[inline]
pub(super) fn rule_limit_clause(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mark = leaves.mark(); let end = rule_limit(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_bound(text, at, leaves).and_then(|at| rule_ws(text, at, leaves).and_then(|at| (if matches!(scan::peek(text, at), 44..=44) { { let mark = leaves.mark(); let end = scan::class(text, at, |byte| byte == 44).and_then(|at| rule_ws(text, at, leaves).and_then(|at| rule_bound(text, at, leaves).and_then(|at| rule_ws(text, at, leaves)))); if end.is_none() { leaves.rewind(mark); } end } } else { None }).or(Some(at)))))); if end.is_none() { leaves.rewind(mark); } end }
}
#[inline]
pub(super) fn rule_bound(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { const KINDS: scan::Table = scan::table(&[(1, &[(39, 39)]), (2, &[(43, 43), (45, 45)]), (3, &[(48, 57)]), (4, &[(33, 33), (42, 42), (60, 62), (65, 90), (95, 95), (97, 122)]), (5, &[(123, 123)]), (6, &[(34, 34)])]); match KINDS[scan::peek(text, at) as usize] { 1 => rule_string(text, at, leaves).or_else(|| rule_doubled(text, at, leaves)), 2 => rule_number(text, at, leaves), 3 => rule_number(text, at, leaves).or_else(|| rule_bound_word(text, at, leaves)), 4 => rule_bound_word(text, at, leaves), 5 => rule_param(text, at, leaves), 6 => rule_quoted(text, at, leaves), _ => None } }
}
#[inline]
pub(super) fn rule_select(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"select").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Select, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_count(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"count").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Count, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_and(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"and").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::And, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_or(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"or").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Or, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_like(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"like").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Like, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_in(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"in").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::In, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_order(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"order").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Order, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_orderby(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"orderby").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Orderby, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_asc(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"asc").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Asc, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_desc(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"desc").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Desc, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_limit(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"limit").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Limit, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_from(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    (scan::word(text, at, b"from").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))
}
#[inline]
pub(super) fn rule_where_word(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    (scan::word(text, at, b"where").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))
}
#[inline]
pub(super) fn rule_and_word(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    (scan::word(text, at, b"and").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))
}
#[inline]
pub(super) fn rule_by(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    (scan::word(text, at, b"by").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))
}
#[inline]
pub(super) fn rule_not(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"not").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at).and_then(|at| { let mark = leaves.mark(); let ahead = ({ let mark = leaves.mark(); let end = rule_ws(text, at, leaves).and_then(|at| { const KINDS: scan::Table = scan::table(&[(1, &[(33, 33), (60, 62)]), (2, &[(66, 66), (73, 73), (76, 76), (98, 98), (105, 105), (108, 108)])]); match KINDS[scan::peek(text, at) as usize] { 1 => rule_op(text, at, leaves), 2 => ({ const KINDS: scan::Table = scan::table(&[(1, &[(73, 73), (105, 105)]), (2, &[(76, 76), (108, 108)]), (3, &[(66, 66), (98, 98)])]); match KINDS[scan::peek(text, at) as usize] { 1 => scan::word(text, at, b"includes").or_else(|| scan::word(text, at, b"in")).or_else(|| scan::word(text, at, b"is")), 2 => scan::word(text, at, b"like"), 3 => scan::word(text, at, b"between"), _ => None } }.and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at))), _ => None } }); if end.is_none() { leaves.rewind(mark); } end }); leaves.rewind(mark); ahead }.is_none().then_some(at))))?;
    leaves.push(Rule::Not, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_negated(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"not").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Negated, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_between(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"between").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Between, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_includes(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"includes").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Includes, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_is(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"is").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Is, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_empty(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::word(text, at, b"empty").and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at)))?;
    leaves.push(Rule::Empty, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_column(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = { const RESERVED: [u64; 2] = [scan::key(b"from"), scan::key(b"count")]; scan::name(text, at, &RANGES_w, &RESERVED) }?;
    leaves.push(Rule::Column, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_module(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = { const RESERVED: [u64; 1] = [scan::key(b"where")]; scan::name(text, at, &RANGES_w, &RESERVED) }?;
    leaves.push(Rule::Module, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_field(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = { const RESERVED: [u64; 6] = [scan::key(b"and"), scan::key(b"orderby"), scan::key(b"order"), scan::key(b"or"), scan::key(b"where"), scan::key(b"limit")]; scan::name(text, at, &RANGES_w, &RESERVED) }?;
    leaves.push(Rule::Field, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_sort_field(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = { const RESERVED: [u64; 6] = [scan::key(b"asc"), scan::key(b"desc"), scan::key(b"where"), scan::key(b"limit"), scan::key(b"order"), scan::key(b"by")]; scan::name(text, at, &RANGES_w, &RESERVED) }?;
    leaves.push(Rule::SortField, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_string(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::class(text, at, |byte| byte == 39).and_then(|at| Some(scan::skip_to(text, at, 39)).and_then(|at| scan::class(text, at, |byte| byte == 39).and_then(|at| (scan::class(text, at, |byte| byte == 39)).is_none().then_some(at)))))?;
    leaves.push(Rule::String, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_doubled(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::class(text, at, |byte| byte == 39).and_then(|at| Some(scan::skip_to(text, at, 39)).and_then(|at| scan::bytes(text, at, &[39, 39]).and_then(|at| Some(scan::skip_to(text, at, 39)).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 39..=39) { (scan::bytes(text, at, &[39, 39]).and_then(|at| Some(scan::skip_to(text, at, 39)))) } else { None }) { at = next; } Some(at) }.and_then(|at| scan::class(text, at, |byte| byte == 39)))))))?;
    leaves.push(Rule::Doubled, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_quoted(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::class(text, at, |byte| byte == 34).and_then(|at| Some(scan::skip_to(text, at, 34)).and_then(|at| { let mut at = at; while let Some(next) = (if matches!(scan::peek(text, at), 34..=34) { (scan::bytes(text, at, &[34, 34]).and_then(|at| Some(scan::skip_to(text, at, 34)))) } else { None }) { at = next; } Some(at) }.and_then(|at| scan::class(text, at, |byte| byte == 34)))))?;
    leaves.push(Rule::Quoted, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_decimal(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = ((scan::class(text, at, |byte| matches!(byte, 43..=43 | 45..=45))).or(Some(at)).and_then(|at| scan::class(text, at, class_digit).and_then(|at| Some(scan::run(text, at, &RANGES_digit)).and_then(|at| scan::class(text, at, |byte| byte == 46).and_then(|at| scan::class(text, at, class_digit).and_then(|at| Some(scan::run(text, at, &RANGES_digit)).and_then(|at| (!scan::is_class(text, at, class_w)).then_some(at))))))))?;
    leaves.push(Rule::Decimal, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_integer(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = { const KINDS: scan::Table = scan::table(&[(1, &[(43, 43), (45, 45)]), (2, &[(48, 57)])]); match KINDS[scan::peek(text, at) as usize] { 1 => (scan::class(text, at, |byte| matches!(byte, 43..=43 | 45..=45)).and_then(|at| scan::class(text, at, class_digit).and_then(|at| Some(scan::run(text, at, &RANGES_digit)).and_then(|at| (scan::class(text, at, |byte| byte == 46)).is_none().then_some(at))))), 2 => (scan::class(text, at, class_digit).and_then(|at| Some(scan::run(text, at, &RANGES_digit)).and_then(|at| ({ const KINDS: scan::Table = scan::table(&[(1, &[(48, 57), (65, 90), (95, 95), (97, 122)]), (2, &[(46, 46)])]); match KINDS[scan::peek(text, at) as usize] { 1 => Some(at + 1), 2 => Some(at + 1), _ => None } }).is_none().then_some(at)))), _ => None } }?;
    leaves.push(Rule::Integer, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_word(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = { const KINDS: scan::Table = scan::table(&[(1, &[(42, 42)]), (2, &[(48, 57), (65, 90), (95, 95), (97, 122)])]); match KINDS[scan::peek(text, at) as usize] { 1 => Some(at + 1), 2 => { const RESERVED: [u64; 8] = [scan::key(b"and"), scan::key(b"orderby"), scan::key(b"order"), scan::key(b"or"), scan::key(b"where"), scan::key(b"limit"), scan::key(b"in"), scan::key(b"like")]; scan::name(text, at, &RANGES_w, &RESERVED) }, _ => None } }?;
    leaves.push(Rule::Word, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_bound_word(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = { const KINDS: scan::Table = scan::table(&[(1, &[(42, 42)]), (2, &[(33, 33), (60, 62)]), (3, &[(48, 57), (65, 90), (95, 95), (97, 122)])]); match KINDS[scan::peek(text, at) as usize] { 1 => Some(at + 1), 2 => rule_op(text, at, leaves), 3 => { const RESERVED: [u64; 4] = [scan::key(b"limit"), scan::key(b"where"), scan::key(b"orderby"), scan::key(b"order")]; scan::name(text, at, &RANGES_w, &RESERVED) }, _ => None } }?;
    leaves.push(Rule::BoundWord, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_param(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = (scan::class(text, at, |byte| byte == 123).and_then(|at| Some(scan::skip_to_any(text, at, &[&[123], &[125]])).and_then(|at| scan::class(text, at, |byte| byte == 125))))?;
    leaves.push(Rule::Param, at, end);
    Some(end)
}
const RANGES_star: [(u8, u8); 1] = [(42, 42)];
const fn class_star(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_star)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_star(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = scan::class(text, at, |byte| byte == 42)?;
    leaves.push(Rule::Star, at, end);
    Some(end)
}
const RANGES_open: [(u8, u8); 1] = [(40, 40)];
const fn class_open(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_open)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_open(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = scan::class(text, at, |byte| byte == 40)?;
    leaves.push(Rule::Open, at, end);
    Some(end)
}
const RANGES_close: [(u8, u8); 1] = [(41, 41)];
const fn class_close(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_close)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_close(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = scan::class(text, at, |byte| byte == 41)?;
    leaves.push(Rule::Close, at, end);
    Some(end)
}
const RANGES_optional: [(u8, u8); 1] = [(63, 63)];
const fn class_optional(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_optional)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_optional(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = scan::class(text, at, |byte| byte == 63)?;
    leaves.push(Rule::Optional, at, end);
    Some(end)
}
const RANGES_list: [(u8, u8); 1] = [(40, 40)];
const fn class_list(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_list)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_list(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = scan::class(text, at, |byte| byte == 40)?;
    leaves.push(Rule::List, at, end);
    Some(end)
}
const RANGES_list_end: [(u8, u8); 1] = [(41, 41)];
const fn class_list_end(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_list_end)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_list_end(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = scan::class(text, at, |byte| byte == 41)?;
    leaves.push(Rule::ListEnd, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_operator(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = rule_op(text, at, leaves)?;
    leaves.push(Rule::Operator, at, end);
    Some(end)
}
const RANGES_semicolon: [(u8, u8); 1] = [(59, 59)];
const fn class_semicolon(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_semicolon)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_semicolon(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = scan::class(text, at, |byte| byte == 59)?;
    leaves.push(Rule::Semicolon, at, end);
    Some(end)
}
#[inline]
pub(super) fn rule_op(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { const KINDS: scan::Table = scan::table(&[(1, &[(61, 61)]), (2, &[(60, 60)]), (3, &[(62, 62)]), (4, &[(33, 33)])]); match KINDS[scan::peek(text, at) as usize] { 1 => Some(at + 1), 2 => scan::bytes(text, at, &[60, 61]).or_else(|| scan::bytes(text, at, &[60, 62])).or_else(|| Some(at + 1)), 3 => scan::bytes(text, at, &[62, 61]).or_else(|| Some(at + 1)), 4 => scan::bytes(text, at, &[33, 61]), _ => None } }
}
#[inline(always)]
pub(super) fn rule_ws(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    { let mut at = at; while let Some(next) = ({ const KINDS: scan::Table = scan::table(&[(1, &[(9, 10), (13, 13), (32, 32)]), (2, &[(45, 45), (47, 47)])]); match KINDS[scan::peek(text, at) as usize] { 1 => Some(at + 1), 2 => rule_comment(text, at, leaves), _ => None } }) { at = next; } Some(at) }
}
const RANGES_space: [(u8, u8); 3] = [(9, 10), (13, 13), (32, 32)];
const fn class_space(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_space)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_space(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    scan::class(text, at, |byte| matches!(byte, 9..=10 | 13..=13 | 32..=32))
}
#[inline]
pub(super) fn rule_comment(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    let end = { const KINDS: scan::Table = scan::table(&[(1, &[(45, 45)]), (2, &[(47, 47)])]); match KINDS[scan::peek(text, at) as usize] { 1 => (scan::bytes(text, at, &[45, 45]).and_then(|at| Some(scan::skip_to(text, at, 10)))), 2 => (scan::bytes(text, at, &[47, 42]).and_then(|at| Some(scan::skip_to_any(text, at, &[&[42, 47]])).and_then(|at| scan::bytes(text, at, &[42, 47])))), _ => None } }?;
    leaves.push(Rule::Comment, at, end);
    Some(end)
}
const RANGES_w: [(u8, u8); 4] = [(48, 57), (65, 90), (95, 95), (97, 122)];
const fn class_w(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_w)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_w(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    scan::class(text, at, |byte| matches!(byte, 48..=57 | 65..=90 | 95..=95 | 97..=122))
}
const RANGES_digit: [(u8, u8); 1] = [(48, 57)];
const fn class_digit(byte: u8) -> bool {
    const MEMBERS: scan::Table = scan::table(&[(1, &RANGES_digit)]);
    MEMBERS[byte as usize] == 1
}
#[inline]
pub(super) fn rule_digit(text: &[u8], at: usize, leaves: &mut Leaves) -> Option<usize> {
    scan::class(text, at, |byte| matches!(byte, 48..=57))
}
