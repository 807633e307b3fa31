use super::lenient::Members;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::transport::Call;
use serde::Serialize;
use serde_json::{Map, Value};
use vtql_parser::ast::RecordId;

/// Which records a lead is to become, for [`Client::convert_lead`].
///
/// ```
/// use serde_json::json;
/// use vtql_client::{LeadConversion, RecordId};
///
/// let conversion = LeadConversion::new(RecordId::new(10, 4053))
///     .account(&json!({ "accountname": "Acme" }))?
///     .contact(&json!({ "lastname": "Smith" }))?
///     .potential(&json!({ "potentialname": "Anvils", "closingdate": "2030-12-31" }))?;
/// # Ok::<(), vtql_client::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct LeadConversion {
    lead: RecordId,
    assigned_to: Option<RecordId>,
    entities: Map<String, Value>,
}

/// What a lead became.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConvertedLead {
    /// The organization.
    pub account: Option<RecordId>,
    /// The contact.
    pub contact: Option<RecordId>,
    /// The opportunity.
    pub potential: Option<RecordId>,
}

impl LeadConversion {
    /// The conversion of a lead, into nothing so far.
    pub fn new(lead: RecordId) -> Self {
        LeadConversion { lead, assigned_to: None, entities: Map::new() }
    }

    /// Who the new records are assigned to: a user or a group.
    pub fn assigned_to(mut self, owner: RecordId) -> Self {
        self.assigned_to = Some(owner);
        self
    }

    /// Creates an organization, with these fields besides those of the lead.
    pub fn account<E: Serialize + ?Sized>(self, fields: &E) -> Result<Self> {
        self.entity("Accounts", fields)
    }

    /// Creates a contact, with these fields besides those of the lead.
    pub fn contact<E: Serialize + ?Sized>(self, fields: &E) -> Result<Self> {
        self.entity("Contacts", fields)
    }

    /// Creates an opportunity. `closingdate` is mandatory (observed). A lead cannot be linked to an
    /// opportunity that exists (manual, *Convert Lead*).
    pub fn potential<E: Serialize + ?Sized>(self, fields: &E) -> Result<Self> {
        self.entity("Potentials", fields)
    }

    fn entity<E: Serialize + ?Sized>(mut self, module: &str, fields: &E) -> Result<Self> {
        let mut entity = super::records::object(fields)?;
        entity.insert("create".to_owned(), true.into());
        entity.insert("name".to_owned(), module.into());
        self.entities.insert(module.to_owned(), Value::Object(entity));
        Ok(self)
    }

    fn element(&self) -> String {
        let mut element = Map::new();
        element.insert("leadId".to_owned(), self.lead.to_string().into());
        if let Some(owner) = self.assigned_to {
            element.insert("assignedTo".to_owned(), owner.to_string().into());
        }
        element.insert("entities".to_owned(), Value::Object(self.entities.clone()));
        Value::Object(element).to_string()
    }
}

impl Client {
    /// Turns a lead into an organization, a contact, an opportunity (manual, *Convert Lead*). A second
    /// conversion is refused with `LEAD_ALREADY_CONVERTED`.
    pub async fn convert_lead(&self, conversion: &LeadConversion) -> Result<ConvertedLead> {
        let call = Call::post("convertlead").param("element", conversion.element());
        let Members(created): Members<String> = self.result(&call).await?;
        let id_of = |module: &str| {
            let created = created.iter().find(|(name, _)| name == module);
            created.map(|(_, id)| id.parse()).transpose().map_err(|error| {
                let message = format!("the id of the new record of `{module}` cannot be read");
                Error::new(ErrorKind::UnexpectedAnswer, message)
                    .with_operation("convertlead")
                    .with_source(error)
                    .of_an_open_end()
                    .of_a_write()
            })
        };
        Ok(ConvertedLead {
            account: id_of("Accounts")?,
            contact: id_of("Contacts")?,
            potential: id_of("Potentials")?,
        })
    }
}
