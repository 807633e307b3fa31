use crate::field::Field;
use std::collections::BTreeSet;

/// A module of an instance, as describe tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "describe has these flags, and each stands alone")]
#[non_exhaustive]
pub struct Module {
    /// The name that queries use. Case matters to the server.
    pub name: String,
    /// The name that users see.
    pub label: String,
    /// The number before the `x` in the ids of its records.
    pub id_prefix: Option<u32>,
    /// Whether it holds records of the CRM, and not settings such as currencies and groups.
    pub is_entity: bool,
    /// Whether the user who asked may create records.
    pub createable: bool,
    /// Whether the user who asked may change records.
    pub updateable: bool,
    /// Whether the user who asked may delete records.
    pub deleteable: bool,
    /// Whether the user who asked may read records.
    pub retrieveable: bool,
    /// Whether records with the same values are let in; `None` when describe does not say.
    pub allow_duplicates: Option<bool>,
    /// The fields whose values make the label of a record.
    pub label_fields: Vec<String>,
    /// In describe order.
    fields: Vec<Field>,
    /// The beginnings of names and their positions in `fields`, in order of the names.
    by_name: Vec<(u64, usize)>,
}

/// The first eight bytes of a name as a number: it is ordered as names are, and compared at once.
fn beginning(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(name.iter().copied()) {
        *to = from;
    }
    u64::from_be_bytes(bytes)
}

/// Whether queries over a module are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Queryable {
    /// They are.
    Yes,
    /// The manual says no, for modules that are not entities; a server of version 8.4 was seen to
    /// answer all the same.
    Undocumented,
    /// They are not: the module has no field `id`, which the server adds to every select list
    /// (observed: `ProductTaxes` answers `ACCESS_DENIED`, or nothing at all for `*`).
    No,
}

impl Module {
    /// An entity module with these fields, in describe order. Of fields of the same name the first
    /// is kept.
    pub fn new(name: impl Into<String>, fields: impl IntoIterator<Item = Field>) -> Self {
        let name = name.into();
        let mut names = BTreeSet::new();
        let fields: Vec<Field> =
            fields.into_iter().filter(|field| names.insert(field.name.clone())).collect();
        let mut by_name: Vec<_> =
            fields.iter().enumerate().map(|(at, field)| (beginning(field.name.as_bytes()), at)).collect();
        by_name.sort_by(|&(_, a), &(_, b)| fields[a].name.cmp(&fields[b].name));
        Module {
            label: name.clone(),
            name,
            id_prefix: None,
            is_entity: true,
            createable: true,
            updateable: true,
            deleteable: true,
            retrieveable: true,
            allow_duplicates: None,
            label_fields: Vec::new(),
            fields,
            by_name,
        }
    }

    /// The fields in describe order, which is the order in which `select *` answers (observed).
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The fields in order of their names.
    pub fn fields_by_name(&self) -> impl Iterator<Item = &Field> {
        self.by_name.iter().filter_map(|&(_, at)| self.fields.get(at))
    }

    /// The field of exactly that name.
    pub fn field(&self, name: impl AsRef<[u8]>) -> Option<&Field> {
        let name = name.as_ref();
        let wanted = beginning(name);
        let first = self.by_name.partition_point(|&(begins, _)| begins < wanted);
        let like = self.by_name.iter().skip(first).take_while(|(begins, _)| *begins == wanted);
        like.filter_map(|&(_, at)| self.fields.get(at)).find(|field| field.name.as_bytes() == name)
    }

    /// The field of that name; else the first whose name differs by case only.
    pub fn field_ignoring_case(&self, name: impl AsRef<[u8]>) -> Option<&Field> {
        let name = name.as_ref();
        let mut fields = self.fields.iter();
        self.field(name).or_else(|| fields.find(|field| field.name.as_bytes().eq_ignore_ascii_case(name)))
    }

    /// Whether queries over it are answered.
    pub fn queryable(&self) -> Queryable {
        match (self.field("id"), self.is_entity) {
            (None, _) => Queryable::No,
            (Some(_), false) => Queryable::Undocumented,
            (Some(_), true) => Queryable::Yes,
        }
    }
}
