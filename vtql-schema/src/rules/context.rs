use super::test_of_field::Test;
use crate::field::Field;
use crate::module::Module;
use crate::snapshot::Snapshot;
use vtql_parser::Dialect;
use vtql_parser::ast::{Condition, Name, Predicate, Query, Select};

/// What a rule sees.
#[derive(Debug)]
#[non_exhaustive]
pub struct Context<'a> {
    /// The query.
    pub query: &'a Query,
    /// The text that its spans point into.
    pub source: &'a str,
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
        source: &'a str,
        dialect: Dialect,
        snapshot: Option<&'a Snapshot>,
    ) -> Self {
        let mut predicates = Vec::new();
        if let Some(filter) = &query.filter {
            collect(filter, &mut predicates);
        }
        let tests = predicates.iter().copied().flat_map(Test::of).collect();
        let module = snapshot.and_then(|snapshot| module(snapshot, query.module.as_str()));
        Context { query, source, dialect, snapshot, module, predicates, tests }
    }

    /// Whether the query asks for `count(*)`.
    pub fn is_count(&self) -> bool {
        matches!(self.query.select, Select::Count(_))
    }

    /// The field of that name, when the snapshot has it.
    pub fn field(&self, name: &Name) -> Option<&'a Field> {
        self.module?.field(name.as_str())
    }

    /// The fields of `order by`.
    pub fn order(&self) -> &'a [Name] {
        self.query.order_by.as_ref().map_or(&[], |order| &order.fields)
    }

    /// The fields of the select list and of the conditions, in order of the text: the server looks them
    /// up, and joins their tables.
    pub fn joining_names(&self) -> impl Iterator<Item = &'a Name> {
        let selected = self.query.select.names().iter();
        selected.chain(self.predicates.iter().map(|predicate| predicate.field()))
    }

    /// Every field that is named, in order of the text.
    pub fn field_names(&self) -> impl Iterator<Item = &'a Name> {
        self.joining_names().chain(self.order())
    }
}

/// The module of that name; else one whose name differs in case only, so that everything else that is
/// wrong with the query is found as well.
fn module<'a>(snapshot: &'a Snapshot, name: &str) -> Option<&'a Module> {
    let in_other_case = || snapshot.modules().iter().find(|module| module.name.eq_ignore_ascii_case(name));
    snapshot.module(name).or_else(in_other_case)
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
