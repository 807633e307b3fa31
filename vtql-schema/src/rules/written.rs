use crate::element::{Content, Element, Member, Writing};
use crate::field::Field;
use crate::module::Module;
use crate::snapshot::Snapshot;
use crate::tables::{LINE_ITEM_MODULE, LINE_ITEMS_KEY, has_line_items};
use crate::types::Domain;
use vtql_parser::Span;

/// What a rule sees of what is to be written.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    pub(super) element: &'a Element,
    pub(super) snapshot: Option<&'a Snapshot>,
    /// The module of the record, when the snapshot has it, be it in another case.
    pub(super) module: Option<&'a Module>,
    /// The record, and behind it its line items.
    pub(super) records: Vec<WrittenRecord<'a>>,
    values: Vec<WrittenValue<'a>>,
}

/// The members of one record.
#[derive(Debug)]
pub(super) struct WrittenRecord<'a> {
    pub(super) module: &'a Module,
    pub(super) members: &'a [Member],
    /// For each member the field of exactly that name.
    fields: Vec<Option<&'a Field>>,
    /// Where it is spoken of as a whole.
    pub(super) span: Span,
    /// Whether it is a line item of the other one.
    pub(super) is_item: bool,
}

/// A value that is known before the program runs, and the field that it is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrittenValue<'a> {
    pub(super) module: &'a Module,
    pub(super) field: &'a Field,
    pub(super) known: Known<'a>,
    pub(super) span: Span,
}

/// A value that is known before the program runs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known<'a> {
    Text(&'a str),
    Number(&'a str),
    Boolean,
    /// One of several choices.
    Choice(&'a str),
}

impl<'a> Written<'a> {
    pub(super) fn new(element: &'a Element, snapshot: Option<&'a Snapshot>) -> Self {
        let module = snapshot.and_then(|snapshot| snapshot.module_ignoring_case(&element.module));
        let mut records = Vec::new();
        if let Some(module) = module {
            records.push(WrittenRecord::new(module, &element.members, element.span, false));
            let described = snapshot.and_then(|snapshot| snapshot.module(LINE_ITEM_MODULE));
            if let Some(described) = described.filter(|_| has_line_items(&module.name)) {
                let lists = element.members.iter().filter_map(|member| match &member.content {
                    Content::Items(items) => Some(items),
                    _ => None,
                });
                let item = |(members, span): &'a (Vec<Member>, Span)| {
                    WrittenRecord::new(described, members, *span, true)
                };
                records.extend(lists.flatten().map(item));
            }
        }
        let mut values = Vec::new();
        for record in &records {
            record.add_values(&mut values);
        }
        Written { element, snapshot, module, records, values }
    }

    /// Whether a new record is made.
    pub(super) fn creates(&self) -> bool {
        self.element.writing == Writing::Create
    }

    /// The numbers that ids of the value's field begin with, as far as they are known.
    pub(super) fn prefixes(&self, value: &WrittenValue<'_>) -> Vec<u32> {
        let of = |name: &str| self.snapshot?.module(name)?.id_prefix;
        targets(value.module, value.field).into_iter().filter_map(of).collect()
    }

    /// The values that are known before the program runs, empty ones left out.
    pub(super) fn values(&self) -> impl Iterator<Item = WrittenValue<'a>> {
        self.values.iter().copied()
    }
}

impl<'a> WrittenRecord<'a> {
    fn new(module: &'a Module, members: &'a [Member], span: Span, is_item: bool) -> Self {
        let fields = members.iter().map(|member| module.field(&member.name)).collect();
        WrittenRecord { module, members, fields, span, is_item }
    }

    /// The members, each with the field of exactly that name.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'a Member, Option<&'a Field>)> {
        self.members.iter().zip(self.fields.iter().copied())
    }

    /// The members that are no fields of the module: `LineItems` belongs to a record beside its fields.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &'a Member> {
        let (module, is_item) = (self.module, self.is_item);
        let is_list = move |name: &str| name == LINE_ITEMS_KEY && !is_item && has_line_items(&module.name);
        let unknown = self.fields().filter(|(_, field)| field.is_none()).map(|(member, _)| member);
        unknown.filter(move |member| member.name != "id" && !is_list(&member.name))
    }

    fn add_values(&self, values: &mut Vec<WrittenValue<'a>>) {
        let module = self.module;
        for (member, field) in self.fields() {
            let Some(field) = field else { continue };
            let mut add = |known, span| values.push(WrittenValue { module, field, known, span });
            match &member.content {
                Content::Text(text) if text.is_empty() => {}
                Content::Text(text) => add(Known::Text(text), member.place),
                Content::Number(text) => add(Known::Number(text), member.place),
                Content::Boolean(_) => add(Known::Boolean, member.place),
                Content::Choices(choices) => {
                    for (text, span) in choices {
                        add(Known::Choice(text), *span);
                    }
                }
                Content::Nothing | Content::Items(_) | Content::Expression(_) => {}
            }
        }
    }
}

impl<'a> Known<'a> {
    /// The text of it, as the server gets it.
    pub(super) fn text(self) -> &'a str {
        match self {
            Known::Text(text) | Known::Number(text) | Known::Choice(text) => text,
            Known::Boolean => "",
        }
    }
}

/// The modules that the ids of a field belong to; none when it holds no ids, or those of any module.
pub(super) fn targets<'a>(module: &'a Module, field: &'a Field) -> Vec<&'a str> {
    match field.domain() {
        Domain::Id => vec![&module.name],
        Domain::Owner => vec!["Users", "Groups"],
        Domain::Reference => field.refers_to.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}
