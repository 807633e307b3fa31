use super::{Writer, formatters};
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type, SchemaRef, UInt64Type};
use datafusion::arrow::util::display::ArrayFormatter;
use serde_json::{Map, Number, Value};
use std::io::{self, Write};

/// Objects: one a line, or all in a list. Numbers that JSON's readers take apart, decimals among them, are texts.
pub(super) struct Json<'a> {
    names: Vec<String>,
    out: &'a mut (dyn Write + Send),
    is_list: bool,
    begun: bool,
}

impl<'a> Json<'a> {
    pub(super) fn lines(schema: &SchemaRef, out: &'a mut (dyn Write + Send)) -> Self {
        let names = schema.fields().iter().map(|field| field.name().clone()).collect();
        Json { names, out, is_list: false, begun: false }
    }

    pub(super) fn list(schema: &SchemaRef, out: &'a mut (dyn Write + Send)) -> Self {
        Json { is_list: true, ..Json::lines(schema, out) }
    }
}

impl Writer for Json<'_> {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let texts = formatters(batch)?;
        for row in 0..batch.num_rows() {
            let cells = batch.columns().iter().zip(&texts).map(|(column, text)| value(column, text, row));
            let object: Map<String, Value> = self.names.iter().cloned().zip(cells).collect();
            if self.is_list {
                self.out.write_all(if self.begun { b",\n  " } else { b"[\n  " })?;
            }
            self.begun = true;
            serde_json::to_writer(&mut *self.out, &object)?;
            if !self.is_list {
                self.out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        match (self.is_list, self.begun) {
            (false, _) => Ok(()),
            (true, true) => self.out.write_all(b"\n]\n"),
            (true, false) => self.out.write_all(b"[]\n"),
        }
    }
}

fn value(column: &dyn Array, text: &ArrayFormatter<'_>, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    let number = |to: &DataType| cast(&column.slice(row, 1), to).ok();
    let number = match column.data_type() {
        DataType::Boolean => return column.as_boolean().value(row).into(),
        it if it.is_signed_integer() => {
            number(&DataType::Int64).map(|one| Number::from(one.as_primitive::<Int64Type>().value(0)))
        }
        it if it.is_unsigned_integer() => {
            number(&DataType::UInt64).map(|one| Number::from(one.as_primitive::<UInt64Type>().value(0)))
        }
        it if it.is_floating() => number(&DataType::Float64)
            .and_then(|one| Number::from_f64(one.as_primitive::<Float64Type>().value(0))),
        _ => None,
    };
    number.map_or_else(|| Value::String(text.value(row).to_string()), Value::Number)
}
