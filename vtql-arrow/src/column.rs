use arrow_schema::{DataType, Field as ArrowField, TimeUnit};
use std::collections::HashMap;
use std::sync::Arc;
use vtql_schema::Field;
use vtql_schema::types::{Domain, FieldType};

/// The digits of a decimal, those after the point included.
pub const DECIMAL_PRECISION: u8 = 38;
/// The digits after the point of a decimal: as many as the server keeps of a currency, which are the most (observed).
/// Describe does not tell them.
pub const DECIMAL_SCALE: i8 = 8;

/// How the values of a column are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ColumnKind {
    /// As the server sends them.
    Text,
    /// Text of a few values, each kept once.
    Choice,
    /// A list of texts.
    Choices,
    /// A whole number.
    Integer,
    /// A number with a point.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time, without a zone.
    DateTime,
}

/// A column of a table: a field of a module, or a number that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// The field's name.
    pub name: String,
    /// The name that users see.
    pub label: String,
    /// How values are kept.
    pub kind: ColumnKind,
    /// The type by describe: `currency`; empty when nothing is known about the field.
    pub type_name: String,
    /// The modules that a reference may point to.
    pub refers_to: Vec<String>,
}

impl ColumnKind {
    /// How the values of a field are kept.
    pub fn of(field: &Field) -> Self {
        match (field.domain(), &field.ty) {
            (Domain::Integer, _) => ColumnKind::Integer,
            (Domain::Decimal, _) => ColumnKind::Decimal,
            (Domain::Boolean, _) => ColumnKind::Boolean,
            (Domain::Date, _) => ColumnKind::Date,
            (Domain::Time, _) => ColumnKind::Time,
            (Domain::DateTime, _) => ColumnKind::DateTime,
            (_, FieldType::Picklist) => ColumnKind::Choice,
            (_, FieldType::MultiPicklist) => ColumnKind::Choices,
            _ => ColumnKind::Text,
        }
    }

    /// The type in Arrow.
    pub fn data_type(self) -> DataType {
        match self {
            ColumnKind::Text => DataType::Utf8,
            ColumnKind::Choice => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            ColumnKind::Choices => DataType::List(Arc::new(ArrowField::new("item", DataType::Utf8, true))),
            ColumnKind::Integer => DataType::Int64,
            ColumnKind::Decimal => DataType::Decimal128(DECIMAL_PRECISION, DECIMAL_SCALE),
            ColumnKind::Boolean => DataType::Boolean,
            ColumnKind::Date => DataType::Date32,
            ColumnKind::Time => DataType::Time64(TimeUnit::Microsecond),
            ColumnKind::DateTime => DataType::Timestamp(TimeUnit::Microsecond, None),
        }
    }
}

impl Column {
    /// The column of a field.
    pub fn of(field: &Field) -> Self {
        Column {
            name: field.name.clone(),
            label: field.label.clone(),
            kind: ColumnKind::of(field),
            type_name: field.ty.name().to_owned(),
            refers_to: field.refers_to.clone(),
        }
    }

    /// A column of which nothing is known but its name.
    pub fn unknown(name: impl Into<String>, kind: ColumnKind) -> Self {
        let name = name.into();
        Column { label: name.clone(), name, kind, type_name: String::new(), refers_to: Vec::new() }
    }

    /// Whether its values are ids of records of other modules.
    pub fn is_reference(&self) -> bool {
        matches!(self.type_name.as_str(), "reference" | "owner")
    }

    pub(crate) fn arrow(&self) -> ArrowField {
        let mut metadata = HashMap::from([("vtql:label".to_owned(), self.label.clone())]);
        if !self.type_name.is_empty() {
            metadata.insert("vtql:type".to_owned(), self.type_name.clone());
        }
        if !self.refers_to.is_empty() {
            metadata.insert("vtql:refers_to".to_owned(), self.refers_to.join(","));
        }
        ArrowField::new(&self.name, self.kind.data_type(), true).with_metadata(metadata)
    }

    /// The key under which rows have the field. The server writes two of them otherwise (observed on 8.4).
    pub(crate) fn other_key(&self) -> Option<&'static str> {
        match self.name.as_str() {
            "hdnDiscountPercent" => Some("discount_percent"),
            "hdnDiscountAmount" => Some("discount_amount"),
            _ => None,
        }
    }
}
