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
}

/// The members of one record.
#[derive(Debug)]
pub(super) struct WrittenRecord<'a> {
    pub(super) module: &'a Module,
    pub(super) members: &'a [Member],
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
            let (members, span) = (&*element.members, element.span);
            records.push(WrittenRecord { module, members, span, is_item: false });
            let described = snapshot.and_then(|snapshot| snapshot.module(LINE_ITEM_MODULE));
            if let Some(described) = described.filter(|_| has_line_items(&module.name)) {
                let lists = members.iter().filter_map(|member| match &member.content {
                    Content::Items(items) => Some(items),
                    _ => None,
                });
                records.extend(lists.flatten().map(|(members, span)| WrittenRecord {
                    module: described,
                    members,
                    span: *span,
                    is_item: true,
                }));
            }
        }
        Written { element, snapshot, module, records }
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
        self.records.iter().flat_map(WrittenRecord::values)
    }
}

impl<'a> WrittenRecord<'a> {
    /// The members that are no fields of the module: `LineItems` belongs to a record beside its fields.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &'a Member> {
        let (module, is_item) = (self.module, self.is_item);
        let is_list = move |name: &str| name == LINE_ITEMS_KEY && !is_item && has_line_items(&module.name);
        let is_known = move |name: &str| name == "id" || is_list(name) || module.field(name).is_some();
        self.members.iter().filter(move |member| !is_known(&member.name))
    }

    fn values(&self) -> impl Iterator<Item = WrittenValue<'a>> + use<'a> {
        let module = self.module;
        self.members.iter().flat_map(move |member| {
            let field = module.field(&member.name);
            field.into_iter().flat_map(move |field| {
                known(member).into_iter().map(move |(known, span)| WrittenValue {
                    module,
                    field,
                    known,
                    span,
                })
            })
        })
    }
}

fn known(member: &Member) -> Vec<(Known<'_>, Span)> {
    match &member.content {
        Content::Text(text) if text.is_empty() => Vec::new(),
        Content::Text(text) => vec![(Known::Text(text), member.place)],
        Content::Number(text) => vec![(Known::Number(text), member.place)],
        Content::Boolean(_) => vec![(Known::Boolean, member.place)],
        Content::Choices(choices) => {
            choices.iter().map(|(text, span)| (Known::Choice(text), *span)).collect()
        }
        Content::Nothing | Content::Items(_) | Content::Expression(_) => Vec::new(),
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
