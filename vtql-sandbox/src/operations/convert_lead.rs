use super::element::{self, Element, save};
use super::locate::locate;
use super::{Call, Json};
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use crate::store::Record;
use rusqlite::Connection;
use serde_json::{Map, Value};

/// The module of leads.
const LEADS: &str = "Leads";

/// What becomes of a lead's values, by module: the lead's field, and the new record's.
const ACCOUNT: &[(&str, &str)] = &[
    ("company", "accountname"),
    ("phone", "phone"),
    ("fax", "fax"),
    ("website", "website"),
    ("industry", "industry"),
    ("annualrevenue", "annual_revenue"),
    ("noofemployees", "employees"),
    ("email", "email1"),
    ("rating", "rating"),
    ("description", "description"),
    ("lane", "bill_street"),
    ("city", "bill_city"),
    ("code", "bill_code"),
    ("country", "bill_country"),
    ("state", "bill_state"),
    ("pobox", "bill_pobox"),
];
const CONTACT: &[(&str, &str)] = &[
    ("salutationtype", "salutationtype"),
    ("firstname", "firstname"),
    ("lastname", "lastname"),
    ("email", "email"),
    ("secondaryemail", "secondaryemail"),
    ("phone", "phone"),
    ("mobile", "mobile"),
    ("fax", "fax"),
    ("designation", "title"),
    ("leadsource", "leadsource"),
    ("description", "description"),
    ("lane", "mailingstreet"),
    ("city", "mailingcity"),
    ("code", "mailingzip"),
    ("country", "mailingcountry"),
    ("state", "mailingstate"),
    ("pobox", "mailingpobox"),
];
const POTENTIAL: &[(&str, &str)] =
    &[("company", "potentialname"), ("leadsource", "leadsource"), ("description", "description")];

/// The modules that a lead turns into, in the order in which they are made: the later ones refer to the
/// earlier.
const TARGETS: &[(&str, &[(&str, &str)])] =
    &[("Accounts", ACCOUNT), ("Contacts", CONTACT), ("Potentials", POTENTIAL)];

/// The fields that tie the new records together: of which module, and to which.
const TIES: &[(&str, &str, &str)] = &[
    ("Contacts", "account_id", "Accounts"),
    ("Potentials", "related_to", "Accounts"),
    ("Potentials", "related_to", "Contacts"),
    ("Potentials", "contact_id", "Contacts"),
];

/// `convertlead`: makes an account, a contact and a potential of a lead. The lead is in no query from
/// then on. What was made before one of them fails is kept. Answers nothing when there was nothing to
/// make (observed).
pub(super) fn convert_lead(call: &Call<'_>) -> Result<Json, ApiError> {
    let element = call.element().ok_or_else(ApiError::bad_id)?;
    let wanted = element.get("entities").and_then(Value::as_object);
    let wants = |name: &str| {
        let entity = wanted.and_then(|wanted| wanted.get(name)).and_then(Value::as_object);
        entity.filter(|entity| is_true(entity.get("create")))
    };
    let (leads, mut lead) = call.read(|connection| lead(call, connection, &element))?;
    if !TARGETS.iter().any(|(name, _)| wants(name).is_some()) {
        return if leads.name == LEADS { Ok(Vec::new().into()) } else { Err(ApiError::denied()) };
    }
    let mut made: Vec<(&str, String)> = Vec::new();
    for (name, mapping) in TARGETS {
        let Some(entity) = wants(name) else { continue };
        let module = call.catalog().module(name).ok_or_else(ApiError::denied)?;
        let values = new_values(&leads, &lead, &element, mapping, entity, name, &made);
        let record = call.write(|connection| element::create(call, connection, module, &values));
        made.push((name, module.id(record.map_err(|error| of_entity(error, name))?.id)));
    }
    call.write(|connection| {
        if leads.name == LEADS {
            connection.execute("INSERT OR IGNORE INTO converted (id) VALUES (?1)", [lead.id])?;
        }
        save(call, connection, &leads, &mut lead)
    })?;
    let result: Map<String, Value> =
        made.into_iter().map(|(name, id)| (name.to_owned(), id.into())).collect();
    Ok(Value::Object(result).into())
}

/// The lead to convert, and its module. Profile 8.4 takes any record for a lead (observed).
fn lead(
    call: &Call<'_>,
    connection: &Connection,
    element: &Element,
) -> Result<(std::sync::Arc<Module>, Record), ApiError> {
    let id = element.get("leadId").and_then(Value::as_str).unwrap_or_default();
    let (module, record) = locate(connection, call.catalog(), id)?;
    if module.name != LEADS && !call.has_defects() {
        return Err(ApiError::bad_id());
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM converted WHERE id = ?1)";
    if connection.query_row(sql, [record.id], |row| row.get(0))? {
        return Err(ApiError::new(Code::LeadAlreadyConverted, "Lead is already converted"));
    }
    Ok((module, record))
}

/// The values of a new record: the lead's, over them what the call says, and the ties.
fn new_values(
    leads: &Module,
    lead: &Record,
    element: &Element,
    mapping: &[(&str, &str)],
    entity: &Element,
    name: &str,
    made: &[(&str, String)],
) -> Element {
    let mut values = Element::new();
    for (from, to) in mapping {
        if let Some(value) = lead.get(leads, from).filter(|value| !value.is_empty()) {
            values.insert((*to).to_owned(), value.into());
        }
    }
    let owner = element.get("assignedTo").cloned();
    let owner = owner.or_else(|| lead.get(leads, "assigned_user_id").map(Value::from));
    values.insert("assigned_user_id".to_owned(), owner.unwrap_or_default());
    if name == "Potentials" {
        values.insert("sales_stage".to_owned(), "Prospecting".into());
    }
    for (module, field, target) in TIES {
        if let Some((_, id)) = made.iter().find(|(made, _)| module == &name && made == target)
            && !values.contains_key(*field)
        {
            values.insert((*field).to_owned(), id.as_str().into());
        }
    }
    let given = entity.iter().filter(|(key, _)| !matches!(key.as_str(), "create" | "name"));
    values.extend(given.map(|(key, value)| (key.clone(), value.clone())));
    values
}

/// The server tells a missing field under this code, with the module (observed).
fn of_entity(error: ApiError, name: &str) -> ApiError {
    match error.code {
        Code::MandatoryFieldsMissing => {
            ApiError::new(Code::UnknownOperation, format!("{} : {name}", error.message))
        }
        _ => error,
    }
}

fn is_true(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => matches!(text.as_str(), "1" | "true"),
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        _ => false,
    }
}
