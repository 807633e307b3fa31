use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use vtql_arrow::{Columns, Misfits};
use vtql_client::{Client, ErrorCode};
use vtql_parser::ast::{Name, Query, Select};
use vtql_parser::{Dialect, parse_query};
use vtql_schema::{Module, has_line_items};

/// A table that is to be filled: what is asked, and what its columns are. It is kept, so that whoever goes on asks
/// the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    pub(crate) module: String,
    /// The query of the user; `None` for all records of the module.
    pub(crate) query: Option<String>,
    /// What describe answered.
    describe: String,
    pub(crate) misfits: bool,
    /// Fields that the module had at first and then had no more.
    #[serde(default)]
    pub(crate) gone: Vec<String>,
}

/// A list of fields longer than this is not sent: web servers cut long addresses off.
const LONGEST_LIST: usize = 5_000;

impl Table {
    /// Asks what the module has.
    pub(crate) async fn describe(
        client: &Client,
        module: &str,
        query: Option<&str>,
        misfits: Misfits,
    ) -> Result<Self> {
        let describe = client.describe_json(module).await?;
        let table = Table {
            module: module.to_owned(),
            query: query.map(str::to_owned),
            describe,
            misfits: misfits == Misfits::Raw,
            gone: Vec::new(),
        };
        if table.module()?.field("id").is_none() && query.is_none() {
            return Err(Error::refused(format!(
                "the records of {module} have no ids, and cannot be asked for"
            )));
        }
        Ok(table)
    }

    /// A table that is made of answers about records: names, labels and types of its fields.
    pub(crate) fn made(name: &str, label: &str, fields: &[(&str, &str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, label, type_name)| {
            serde_json::json!({"name": name, "label": label, "type": {"name": type_name}})
        });
        let describe =
            serde_json::json!({"name": name, "label": label, "fields": fields.collect::<Vec<_>>()});
        Table {
            module: name.to_owned(),
            query: None,
            describe: describe.to_string(),
            misfits: false,
            gone: Vec::new(),
        }
    }

    /// The query for some fields, and the ids, of its rows.
    pub(crate) fn wanted_fields(&self, fields: &[String]) -> Result<Query> {
        let mut query = self.wanted()?;
        query.select = self.select(fields.iter().map(String::as_str))?;
        Ok(query)
    }

    /// Says that a field has another type.
    #[cfg(test)]
    pub(crate) fn pretend_type(&mut self, field: &str, type_name: &str) {
        let mut describe: serde_json::Value = serde_json::from_str(&self.describe).unwrap_or_default();
        for it in describe["fields"].as_array_mut().into_iter().flatten() {
            if it["name"] == field {
                it["type"] = serde_json::json!({ "name": type_name });
            }
        }
        self.describe = describe.to_string();
    }

    /// What the module was described as.
    pub(crate) fn module(&self) -> Result<Module> {
        vtql_schema::describe::from_json(&self.describe).map_err(|error| {
            Error::refused(format!("the description of `{}` cannot be read: {error}", self.module))
        })
    }

    fn policy(&self) -> Misfits {
        if self.misfits { Misfits::Raw } else { Misfits::Null }
    }

    /// The columns.
    pub(crate) fn columns(&self) -> Result<Columns> {
        let module = self.module()?;
        let Some(text) = &self.query else { return Ok(Columns::of_module(&module, self.policy())) };
        Ok(Columns::of_query(&module, &parse(text)?, self.policy()))
    }

    /// The query whose rows fill it.
    pub(crate) fn wanted(&self) -> Result<Query> {
        match &self.query {
            Some(text) => {
                let mut query = parse(text)?;
                if let Select::Fields(fields) = &query.select
                    && !self.gone.is_empty()
                {
                    let names: Vec<&str> = fields.iter().map(Name::as_str).collect();
                    query.select = self.select(names.into_iter())?;
                }
                Ok(query)
            }
            None => {
                let mut query = parse(&format!("select * from {}", self.module))?;
                if self.leaves_fields_out()? {
                    let columns = self.columns()?;
                    query.select = self.select(columns.fields().iter().map(|column| column.name.as_str()))?;
                }
                Ok(query)
            }
        }
    }

    /// Whether not all fields are columns: then they are asked for by name. Else everything is, so that a field that
    /// goes, or cannot be asked for by its name (`Products.tax1`, observed), does no harm.
    pub(crate) fn leaves_fields_out(&self) -> Result<bool> {
        Ok(has_line_items(&self.module) && self.module()?.fields().len() > self.columns()?.fields().len())
    }

    /// The fields that are there, by name; all of them in one word where the names are too long to send. Describe
    /// has names that no query can hold (`shipping_&_handling`, observed). `id` is the last: the server mistakes a
    /// name that ends in `from` there for the keyword.
    fn select<'a>(&self, fields: impl Iterator<Item = &'a str>) -> Result<Select> {
        let is_there = |name: &&str| *name != "id" && !self.gone.iter().any(|gone| gone == name);
        let mut fields: Vec<&str> = fields.filter(|name| is_there(name) && Name::is_word(name)).collect();
        fields.push("id");
        let list = fields.join(", ");
        let list = if list.len() > LONGEST_LIST { "*" } else { &list };
        Ok(parse(&format!("select {list} from {}", self.module))?.select)
    }

    /// Asks again what the module has, after the server refused a page. Answers the fields that are gone since; none
    /// when that is not what the server meant.
    pub(crate) async fn look_for_changes(
        &mut self,
        client: &Client,
        refusal: &vtql_client::Error,
    ) -> Result<Vec<String>> {
        let now = client.describe(&self.module).await?;
        let columns = self.columns()?;
        let gone: Vec<String> = columns
            .fields()
            .iter()
            .map(|column| &column.name)
            .filter(|name| now.field(name).is_none() || is_named(refusal, name))
            .filter(|name| !self.gone.contains(name))
            .cloned()
            .collect();
        self.gone.extend(gone.iter().cloned());
        Ok(gone)
    }
}

/// Whether the server says that this is the field that it refuses: it writes its name between points.
fn is_named(refusal: &vtql_client::Error, field: &str) -> bool {
    refusal.to_string().contains(&format!("'.{field}.'"))
}

/// Whether an error may mean that a field is gone.
pub(crate) fn may_be_a_lost_field(error: &vtql_client::Error) -> bool {
    error.code() == Some(&ErrorCode::AccessDenied)
}

/// The module of a query.
pub(crate) fn module_of(query: &str) -> Result<String> {
    Ok(parse(query)?.module.as_str().to_owned())
}

pub(crate) fn parse(text: &str) -> Result<Query> {
    parse_query(text, Dialect::Surface).map_err(|found| {
        let messages: Vec<&str> = found.iter().map(|it| &*it.message).collect();
        Error::refused(format!("the query cannot be read: {}", messages.join("; ")))
    })
}
