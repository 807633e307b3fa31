use super::test_of_field::Test;
use super::tokens::Tokens;
use crate::field::Field;
use crate::module::Module;
use crate::snapshot::Snapshot;
use crate::types::Domain;
use vtql_parser::Dialect;
use vtql_parser::ast::{Condition, Name, Predicate, Query, Select};

/// What a rule sees.
#[derive(Debug)]
#[non_exhaustive]
pub struct Context<'a> {
    /// The query.
    pub query: &'a Query,
    /// The tokens of the text that its spans point into.
    pub(super) tokens: &'a Tokens<'a>,
    /// The dialect of the text.
    pub dialect: Dialect,
    /// What the instance has, when it is known.
    pub snapshot: Option<&'a Snapshot>,
    /// The module of the query, when the snapshot has it, be it in another case.
    pub module: Option<&'a Module>,
    /// Every test of a field, in order of the text.
    pub predicates: Vec<&'a Predicate>,
    /// Every comparison of a field with a literal, in order of the text.
    pub(super) tests: Vec<Test<'a>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        query: &'a Query,
        tokens: &'a Tokens<'a>,
        dialect: Dialect,
        snapshot: Option<&'a Snapshot>,
    ) -> Self {
        let mut predicates = Vec::new();
        if let Some(filter) = &query.filter {
            collect(filter, &mut predicates);
        }
        let tests = predicates.iter().copied().flat_map(Test::of).collect();
        let known = snapshot.filter(|_| query.module.gap().is_none());
        // A name in another case is another rule's matter: everything else that is wrong with the query is found as well.
        let module = known.and_then(|snapshot| snapshot.module_ignoring_case(query.module.as_str()));
        Context { query, tokens, dialect, snapshot, module, predicates, tests }
    }

    /// Whether the query asks for `count(*)`.
    pub fn is_count(&self) -> bool {
        matches!(self.query.select, Select::Count(_))
    }

    /// The field of that name, when the snapshot has it.
    pub fn field(&self, name: &Name) -> Option<&'a Field> {
        self.module?.field(name)
    }

    /// What the field of a test holds, when that is known: `id` is the record id in every module.
    pub(super) fn domain(&self, test: &Test<'_>) -> Option<Domain> {
        match self.field(test.field) {
            Some(field) => Some(field.domain()),
            None => (*test.field == "id").then_some(Domain::Id),
        }
    }

    /// The fields of `order by`, as far as they are known.
    pub fn order(&self) -> impl Iterator<Item = &'a Name> {
        let fields = self.query.order_by.iter().flat_map(|order| order.fields.iter());
        fields.filter(|name| name.gap().is_none())
    }

    /// The fields of the select list and of the conditions, in order of the text: the server looks them
    /// up, and joins their tables.
    pub fn joining_names(&self) -> impl Iterator<Item = &'a Name> {
        let selected = self.query.select.names().iter();
        let tested = self.predicates.iter().map(|predicate| predicate.field());
        selected.chain(tested).filter(|name| name.gap().is_none())
    }

    /// Every field that is named, in order of the text.
    pub fn field_names(&self) -> impl Iterator<Item = &'a Name> {
        self.joining_names().chain(self.order())
    }
}

fn collect<'a>(condition: &'a Condition, predicates: &mut Vec<&'a Predicate>) {
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        match condition {
            Condition::Predicate(predicate) => predicates.push(predicate),
            other => open.extend(other.parts().iter().rev()),
        }
    }
}
