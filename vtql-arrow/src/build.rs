//! One column in the making.

use crate::column::{ColumnKind, DECIMAL_PRECISION, DECIMAL_SCALE};
use crate::read::Text;
use arrow_array::ArrayRef;
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, ListBuilder, StringBuilder,
    StringDictionaryBuilder, Time64MicrosecondBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::types::Int32Type;
use std::fmt;
use std::sync::Arc;

/// Between the values of a multipicklist (observed).
const SEPARATOR: &str = " |##| ";

pub(crate) enum Builder {
    Text(StringBuilder),
    Choice(StringDictionaryBuilder<Int32Type>),
    Choices(ListBuilder<StringBuilder>),
    Integer(Int64Builder),
    Decimal(Decimal128Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Time(Time64MicrosecondBuilder),
    DateTime(TimestampMicrosecondBuilder),
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a column in the making")
    }
}

impl Builder {
    pub(crate) fn new(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text => Builder::Text(StringBuilder::new()),
            ColumnKind::Choice => Builder::Choice(StringDictionaryBuilder::new()),
            ColumnKind::Choices => Builder::Choices(ListBuilder::new(StringBuilder::new())),
            ColumnKind::Integer => Builder::Integer(Int64Builder::new()),
            ColumnKind::Decimal => {
                let builder = Decimal128Builder::new();
                // The precision and scale are constants that Arrow takes.
                Builder::Decimal(
                    builder
                        .with_data_type(arrow_schema::DataType::Decimal128(DECIMAL_PRECISION, DECIMAL_SCALE)),
                )
            }
            ColumnKind::Boolean => Builder::Boolean(BooleanBuilder::new()),
            ColumnKind::Date => Builder::Date(Date32Builder::new()),
            ColumnKind::Time => Builder::Time(Time64MicrosecondBuilder::new()),
            ColumnKind::DateTime => Builder::DateTime(TimestampMicrosecondBuilder::new()),
        }
    }

    /// Takes a cell; `false` when its text does not fit, which makes it null.
    #[inline]
    pub(crate) fn append(&mut self, cell: Option<&str>) -> bool {
        match (&mut *self, cell) {
            (Builder::Text(builder), cell) => builder.append_option(cell),
            (Builder::Choice(builder), cell) => builder.append_option(cell),
            (Builder::Choices(builder), cell) => {
                let Some(text) = cell else {
                    builder.append(false);
                    return true;
                };
                if !text.is_empty() {
                    text.split(SEPARATOR).for_each(|value| builder.values().append_value(value));
                }
                builder.append(true);
            }
            (_, None) => self.append_null(),
            (_, Some(text)) => return self.append_typed(Text(text)),
        }
        true
    }

    fn append_typed(&mut self, text: Text<'_>) -> bool {
        let value = match self {
            Builder::Integer(builder) => text.integer().map(|value| builder.append_value(value)),
            Builder::Decimal(builder) => text.decimal().map(|value| builder.append_value(value)),
            Builder::Boolean(builder) => text.boolean().map(|value| builder.append_value(value)),
            Builder::Date(builder) => text.date().map(|value| builder.append_value(value)),
            Builder::Time(builder) => text.time().map(|value| builder.append_value(value)),
            Builder::DateTime(builder) => text.datetime().map(|value| builder.append_value(value)),
            Builder::Text(_) | Builder::Choice(_) | Builder::Choices(_) => None,
        };
        if value.is_some() {
            return true;
        }
        self.append_null();
        let is_date = matches!(self, Builder::Date(_) | Builder::DateTime(_));
        text.is_unset() || is_date && text.is_zero_date()
    }

    fn append_null(&mut self) {
        match self {
            Builder::Text(builder) => builder.append_null(),
            Builder::Choice(builder) => builder.append_null(),
            Builder::Choices(builder) => builder.append(false),
            Builder::Integer(builder) => builder.append_null(),
            Builder::Decimal(builder) => builder.append_null(),
            Builder::Boolean(builder) => builder.append_null(),
            Builder::Date(builder) => builder.append_null(),
            Builder::Time(builder) => builder.append_null(),
            Builder::DateTime(builder) => builder.append_null(),
        }
    }

    pub(crate) fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(builder) => Arc::new(builder.finish()),
            Builder::Choice(builder) => Arc::new(builder.finish()),
            Builder::Choices(builder) => Arc::new(builder.finish()),
            Builder::Integer(builder) => Arc::new(builder.finish()),
            Builder::Decimal(builder) => Arc::new(builder.finish()),
            Builder::Boolean(builder) => Arc::new(builder.finish()),
            Builder::Date(builder) => Arc::new(builder.finish()),
            Builder::Time(builder) => Arc::new(builder.finish()),
            Builder::DateTime(builder) => Arc::new(builder.finish()),
        }
    }
}
