//! What stands beside a string tells what it is.

use super::value::{Item, Value};
use super::walk::Walk;
use crate::output::Context;

impl Walk<'_> {
    /// A value that no further text is made of.
    pub(super) fn finish(&mut self, value: Value, context: &Context) {
        match value {
            Value::Text(text) => self.finish_text(text, context.clone()),
            Value::Choice(texts) => {
                texts.into_iter().for_each(|text| self.finish_text(text, context.clone()));
            }
            Value::Member(item) => self.finish(item.value, context),
            Value::Name(name) => self.note(&name, context),
            Value::List(items) => self.finish_list(items, context),
            Value::Other => {}
        }
    }

    /// The items of a list, each with what the others say about it.
    fn finish_list(&mut self, items: Vec<Item>, context: &Context) {
        let mut context = context.clone();
        context.is_operation |= is_operation(&items);
        let words: Vec<Option<String>> = items.iter().map(Item::word).collect();
        for (index, item) in items.into_iter().enumerate() {
            let mut context = context.clone();
            if let Some(key) = &item.key {
                context.add_name(key);
            } else if let Some(Some(word)) = index.checked_sub(1).and_then(|before| words.get(before)) {
                context.add_name(word);
            }
            self.finish(item.value, &context);
        }
    }

    /// A variable is handed to something.
    pub(super) fn note(&mut self, name: &str, context: &Context) {
        if let Some(binding) = self.scopes.find(name) {
            binding.context.merge(context);
        }
    }
}

/// Whether these are the fields of a request: `{"operation": "query", "query": "…"}`.
pub(super) fn is_form(items: &[Item]) -> bool {
    let is_query = |item: &Item| item.key.as_deref().is_some_and(|key| key.eq_ignore_ascii_case("query"));
    is_operation(items) || items.iter().any(is_query)
}

/// Whether `operation` is `query` among these, as keys and values, as pairs, or one behind the other.
fn is_operation(items: &[Item]) -> bool {
    let is = |word: Option<String>, wanted: &str| word.is_some_and(|word| word.eq_ignore_ascii_case(wanted));
    let keyed = |item: &Item| {
        item.key.as_deref().is_some_and(|key| key.eq_ignore_ascii_case("operation"))
            && is(item.word(), "query")
    };
    let pair =
        |item: &Item| matches!(&item.value, Value::List(inner) if inner.len() == 2 && is_operation(inner));
    let neighbours = |pair: &[Item]| is(pair[0].word(), "operation") && is(pair[1].word(), "query");
    items.iter().any(|item| keyed(item) || pair(item)) || items.windows(2).any(neighbours)
}
