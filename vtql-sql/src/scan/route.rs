//! How the rows of a scan come: all of them, or those with the keys of a join, whichever takes fewer requests.

use super::keys::{Keys, Needed};
use super::pages::{self, Pages};
use super::source::{Source, unfit};
use crate::instance::Instance;
use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::{DataFusionError, Result};
use datafusion::physical_plan::SendableRecordBatchStream;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use futures::{StreamExt, TryStreamExt, stream};
use std::sync::Arc;
use vtql_arrow::{BatchBuilder, Columns, Misfits};
use vtql_client::Record;
use vtql_parser::ast::{Condition, Name, Query, Select};

/// With so many parts of a list of keys, nothing is asked to find out whether a whole scan would be cheaper.
const FEW_PARTS: u64 = 2;
/// From this share of the other module's records on, nearly all rows are needed.
const NEARLY_ALL: f64 = 0.8;

/// The rows of a scan as batches.
pub(super) fn rows(source: Source, schema: SchemaRef, keys: Keys) -> SendableRecordBatchStream {
    let shown = Arc::clone(&schema);
    let names: Vec<String> = source.columns.field_names(&source.places).map(str::to_owned).collect();
    let batches = stream::once(async move {
        let pages = route(&source, keys.needed().await).await?;
        Ok::<_, DataFusionError>(batches(&source, names, schema, pages))
    });
    Box::pin(RecordBatchStreamAdapter::new(shown, batches.try_flatten()))
}

fn batches(
    source: &Source,
    names: Vec<String>,
    schema: SchemaRef,
    pages: Pages,
) -> impl futures::Stream<Item = Result<RecordBatch>> + Send + use<> {
    let module = Arc::clone(source.columns.module());
    let instance = Arc::clone(&source.instance);
    pages.map(move |page| {
        let page = page.map_err(external)?;
        batch(&module, &names, &schema, &page, &instance)
    })
}

fn batch(
    module: &vtql_schema::Module,
    names: &[String],
    schema: &SchemaRef,
    page: &[Record],
    instance: &Instance,
) -> Result<RecordBatch> {
    if names.is_empty() {
        let options = RecordBatchOptions::new().with_row_count(Some(page.len()));
        return Ok(RecordBatch::try_new_with_options(Arc::clone(schema), Vec::new(), &options)?);
    }
    let columns =
        Columns::of_fields(module, names.iter().map(String::as_str), Misfits::Null).with_plain_choices();
    let mut builder = BatchBuilder::new(columns);
    builder.append(page);
    let batch = builder.finish()?;
    instance.note_misfits(&module.name, builder.misfits());
    Ok(RecordBatch::try_new(Arc::clone(schema), batch.columns().to_vec())?)
}

pub(super) fn external(error: vtql_client::Error) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

async fn route(source: &Source, needed: Needed) -> Result<Pages> {
    let instance = &source.instance;
    let query = &source.query;
    match needed {
        Needed::Ids(ids) => Ok(pages::by_ids(instance.client.clone(), query.clone(), ids).map_err(external)?),
        Needed::Values { values, .. } if values.is_empty() => Ok(stream::empty().boxed()),
        Needed::Values { field, values } => {
            let keys = values.len();
            let list = Condition::one_of(&field, values).map_err(|error| unfit(&error))?;
            let by_keys = query.clone().filter(list);
            let parts = pages::parts(&instance.client, &by_keys).map_err(external)?;
            if by_keys_is_cheaper(source, &field, keys, parts).await? {
                pages::by_parts(&instance.client, &by_keys).map_err(external)
            } else {
                whole(source)
            }
        }
        Needed::Any => whole(source),
    }
}

fn whole(source: &Source) -> Result<Pages> {
    let (instance, query) = (Arc::clone(&source.instance), source.query.clone());
    let pages = pages::all(&instance.client, &query).map_err(external)?;
    if query.limit.is_some() {
        return Ok(pages);
    }
    // How many there were is known for nothing, once all have come.
    let count = of_all(&query);
    let mut rows = Some(0);
    let ended = pages.map(Some).chain(stream::iter([None]));
    let counted = ended.filter_map(move |page| {
        match &page {
            Some(Ok(page)) => rows = rows.map(|rows| rows + page.len() as u64),
            Some(Err(_)) => rows = None,
            None if rows.is_some() => {
                instance.counts.keep(&count, rows);
            }
            None => {}
        }
        std::future::ready(page)
    });
    Ok(counted.boxed())
}

/// What counts the rows of a query.
pub(crate) fn of_all(query: &Query) -> Query {
    let mut count = query.clone();
    (count.select, count.order_by, count.limit) = (Select::count(), None, None);
    count
}

/// Whether the rows with these keys, in so many parts, take fewer requests than all rows.
async fn by_keys_is_cheaper(source: &Source, field: &str, keys: usize, parts: u64) -> Result<bool> {
    if parts <= 1 {
        return Ok(true);
    }
    let share = share_of_others(source, field, keys, parts).await?;
    if share.is_some_and(|share| share >= NEARLY_ALL) {
        return Ok(false);
    }
    if parts <= FEW_PARTS {
        return Ok(true);
    }
    let Some(share) = share else { return Ok(false) };
    let instance = &source.instance;
    let count = instance.counts.of(&instance.client, &of_all(&source.query)).await.map_err(external)?;
    let Some(rows) = count.rows else { return Ok(false) };
    #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
    let (rows, parts, page) = (rows as f64, parts as f64, f64::from(instance.client.page_size().get()));
    // Each part ends with a page that is not full and one that is empty.
    Ok(share * rows / page + 1.5 * parts < rows / page + 1.0)
}

/// Which share the keys are of the records of the module that the field refers to. A count is asked for only where
/// it decides something.
async fn share_of_others(source: &Source, field: &str, keys: usize, parts: u64) -> Result<Option<f64>> {
    let described = source.columns.module().field(field);
    let Some([other]) = described.map(|field| field.refers_to.as_slice()) else { return Ok(None) };
    let (Ok(other), Ok(select)) = (Name::new(other), Select::fields(["id"])) else { return Ok(None) };
    let count = of_all(&Query::new(select, other));
    let instance = &source.instance;
    let count = match instance.counts.known(&count) {
        Some(known) => known,
        None if parts <= FEW_PARTS => return Ok(None),
        None => instance.counts.of(&instance.client, &count).await.map_err(external)?,
    };
    #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
    Ok(count.rows.map(|rows| keys as f64 / (rows as f64).max(1.0)))
}
