//! What the rows of a query are sorted by.

use super::kind::{Kind, sure_order};
use super::place::Place;
use crate::error::Result;
use crate::query::cells::other_key;
use crate::record::{CellValue, Table};
use std::cmp::Ordering;
use vtql_parser::ast::{Direction, List, Name, OrderBy, Query, Select};
use vtql_schema::Module;

/// The order of a query, without what has no effect on it: ids are unique, so nothing stands behind them.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The fields before `id`.
    pub(super) fields: Vec<Field>,
    /// Whether `id` is the last field.
    pub(super) by_id: bool,
    /// The direction of the last field, the only one that has a choice.
    pub(super) direction: Direction,
}

/// A field to order by.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: Name,
    pub(super) kind: Kind,
    /// Whether what is shown as an empty text turned out to be NULL in the database.
    pub(super) empty_is_null: bool,
    /// Whether what is shown as null turned out to have a value in the database.
    pub(super) null_is_value: bool,
}

/// Why the rows of a page have no places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// A row has no id.
    Id,
    /// The rows lack a field that they are ordered by.
    Field,
}

impl Field {
    /// The column of a page with its values.
    pub(super) fn column_in(&self, page: &Table) -> Option<usize> {
        let name = self.name.as_str();
        page.column(name).or_else(|| page.column(other_key(name)?))
    }
}

impl Order {
    pub(super) fn of(query: &Query) -> Self {
        let written: &[Name] = query.order_by.as_ref().map_or(&[], |order| &order.fields);
        let mut direction =
            query.order_by.as_ref().and_then(|order| order.direction).unwrap_or(Direction::Asc);
        let by_id = written.iter().position(|field| *field == "id");
        let fields_before_id = &written[..by_id.unwrap_or(written.len())];
        if by_id.is_some_and(|at| at + 1 < written.len()) {
            direction = Direction::Asc;
        }
        let mut fields: Vec<Field> = Vec::with_capacity(fields_before_id.len());
        for (at, name) in fields_before_id.iter().enumerate() {
            if fields.iter().all(|field| field.name != *name) {
                fields.push(Field {
                    name: name.clone(),
                    kind: Kind::Text,
                    empty_is_null: false,
                    null_is_value: false,
                });
            } else if at + 1 == written.len() {
                // A field that comes again decides nothing, in whatever direction.
                direction = Direction::Asc;
            }
        }
        Order { by_id: by_id.is_some() || fields.is_empty(), fields, direction }
    }

    /// Tells the fields apart by what the module's description says about them; `false` when it says nothing
    /// about one of them.
    pub(super) fn learn(&mut self, module: &Module) -> bool {
        self.fields.iter_mut().all(|field| {
            let kind = module.field(&field.name).and_then(Kind::of);
            field.kind = kind.unwrap_or(field.kind);
            kind.is_some()
        })
    }

    /// Whether no two rows are equal in it, once `id` is added where it is missing.
    pub(super) fn is_total(&self) -> bool {
        self.by_id || self.direction == Direction::Asc
    }

    /// The `order by` of pages. After `desc` nothing can follow: the one direction belongs to the last field.
    pub(super) fn clause(&self) -> Result<OrderBy> {
        if self.is_total() {
            self.with_id(self.direction)
        } else {
            self.by(self.fields.len(), false, self.direction)
        }
    }

    /// By all fields ascending, and by id.
    pub(super) fn ascending(&self) -> Result<OrderBy> {
        self.with_id(Direction::Asc)
    }

    fn with_id(&self, direction: Direction) -> Result<OrderBy> {
        self.by(self.fields.len(), true, direction)
    }

    fn by(&self, count: usize, id: bool, direction: Direction) -> Result<OrderBy> {
        let mut names: Vec<Name> = self.fields.iter().take(count).map(|field| field.name.clone()).collect();
        if id {
            names.push(Name::new("id")?);
        }
        Ok(OrderBy::new(List::new(names)?, (direction == Direction::Desc).then_some(direction)))
    }

    /// By the last field ascending, so that rows without a value come first, and by id.
    pub(super) fn by_last_field(&self) -> Result<OrderBy> {
        self.by_field(self.fields.len().saturating_sub(1))
    }

    /// By one of its fields, in the same way.
    pub(super) fn by_field(&self, place: usize) -> Result<OrderBy> {
        let field = self.fields.get(place).map(|field| field.name.clone());
        let names = field.into_iter().chain([Name::new("id")?]);
        Ok(OrderBy::new(List::new(names)?, None))
    }

    /// Whether two rows may be equal in the first `count` fields: no only where they surely differ.
    pub(super) fn may_tie(&self, one: &Place, other: &Place, count: usize) -> bool {
        let mut fields = self.fields.iter().take(count).enumerate();
        fields.all(|(at, field)| field.kind.may_equal(one.value(at), other.value(at)))
    }

    /// Whether a row comes before another, as far as that is sure.
    pub(super) fn is_surely_before(&self, one: &Place, other: &Place) -> bool {
        let last = self.fields.len().saturating_sub(1);
        for (at, field) in self.fields.iter().enumerate() {
            let sure = match (one.value(at), other.value(at)) {
                (one, other) if one == other => continue,
                (Some(one), Some(other)) if field.kind == Kind::Text => sure_order(one, other),
                (Some(_), Some(_)) => None,
                (one, other) => Some(one.is_some().cmp(&other.is_some())),
            };
            let is_reversed = at == last && !self.is_total();
            return sure == Some(if is_reversed { Ordering::Greater } else { Ordering::Less });
        }
        false
    }

    /// The places of a page's rows.
    pub(super) fn places(&self, page: &Table) -> Result<Vec<Place>, NoPlace> {
        let columns: Option<Vec<usize>> = if page.len() == 0 {
            Some(Vec::new())
        } else {
            self.fields.iter().map(|field| field.column_in(page)).collect()
        };
        let columns = columns.ok_or(NoPlace::Field)?;
        let place = |row: usize| {
            let view = page.row(row);
            let value = |(column, field): (&usize, &Field)| {
                let text = view.cell(*column).and_then(CellValue::as_str);
                let text = text.or(field.null_is_value.then_some(""))?;
                let unset = field.empty_is_null && text.is_empty();
                (!unset).then(|| text.into())
            };
            let values = columns.iter().zip(&self.fields).map(value).collect();
            Ok(Place { id: page.id(row).ok_or(NoPlace::Id)?, values })
        };
        (0..page.len()).map(place).collect()
    }

    /// What the query is ordered by, in words: equal for queries whose progress means the same.
    pub(super) fn text(&self) -> String {
        let names = self.fields.iter().map(|field| field.name.as_str());
        let names: Vec<&str> = names.chain(self.is_total().then_some("id")).collect();
        format!("{}{}", names.join(", "), if self.direction == Direction::Desc { " desc" } else { "" })
    }

    /// Selects what is ordered by. The server does not join the tables of fields that are in `order by`
    /// alone, and answers such a query with no rows (observed). Returns the names added.
    pub(super) fn select_in(&self, query: &mut Query) -> Vec<String> {
        let Select::Fields(selected) = &mut query.select else { return Vec::new() };
        let mut added = Vec::new();
        for field in &self.fields {
            if selected.iter().all(|present| *present != field.name) {
                selected.push(field.name.clone());
                added.push(field.name.as_str().to_owned());
            }
        }
        added
    }
}
