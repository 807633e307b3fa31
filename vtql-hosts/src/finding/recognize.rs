//! Telling queries for Vtiger from other texts.

use super::address::{self, Part};
use super::evidence::{Call, Fields, FileEvidence, Known};
use super::outline::{Foreign, Module, Outline, outline as outline_of};
use super::placeholders;
use crate::found::Reason;
use crate::mark::Mark;
use crate::options::Embedding;
use crate::output::{Candidate, Output};
use crate::profile::Profile;

/// The query in a candidate, or why it is left alone. `None` when it does not even begin as one. `is_written`:
/// someone is about to write it.
pub(crate) fn recognize(
    candidate: &Candidate,
    output: &mut Output,
    file: FileEvidence,
    known: Known<'_>,
    embedding: Embedding,
    is_written: bool,
) -> Option<Result<Part, Reason>> {
    let mut part = match (address::locate(&candidate.text), candidate.context.mark) {
        (Some(part), _) => part,
        (None, Some(Mark::Settled(_))) => {
            Part { text: candidate.text.clone(), before: String::new(), mark: None, is_parameter: false }
        }
        (None, _) => return None,
    };
    let mark = candidate.context.mark.or(part.mark);
    match mark {
        Some(Mark::Ignore) => return Some(Err(Reason::Ignored)),
        // A macro takes the text as it stands there.
        Some(Mark::Settled(_)) => return Some(Ok(part)),
        Some(Mark::Vtql) => {
            placeholders::fill(&mut part.text, candidate.dialect, output);
            return Some(Ok(part));
        }
        None if embedding == Embedding::Marked => return Some(Err(Reason::NotMarked)),
        None => {}
    }
    let dialect = candidate.dialect;
    let of_database = placeholders::fill(&mut part.text, dialect, output);
    if file.is_vtiger {
        placeholders::fill_module(&mut part.text, output);
    }
    let mut outline = outline_of(&part.text.plain());
    if let Some(outline) = outline.as_mut().filter(|_| of_database) {
        outline.foreign = Some(Foreign::Database);
        outline.has_placeholders = true;
    }
    if let Some(outline) = &mut outline {
        outline.foreign = outline.foreign.max(foreign_by_names(outline, known, file.profile));
    }
    let verdict = match outline {
        None => Err(Reason::NoFrom),
        Some(outline) if outline.is_sketch => Err(Reason::Sketch),
        Some(outline) if embedding == Embedding::All => {
            if outline.is_prose {
                Err(Reason::Prose)
            } else {
                Ok(())
            }
        }
        Some(outline) => decide(&outline, &Evidence::of(candidate, &part, output, file, &outline), known),
    };
    // Who is about to write it has not said yet what it is about.
    let may_become_one = |reason| {
        let unknown =
            [Reason::NoFrom, Reason::UnknownModule, Reason::NoFieldFits, Reason::NothingSpeaksForIt];
        is_written && unknown.contains(&reason)
    };
    Some(match verdict {
        Err(reason) if !may_become_one(reason) => Err(reason),
        _ => Ok(part),
    })
}

/// Everything that speaks for a text or against it.
#[derive(Clone, Debug)]
struct Evidence {
    call: Call,
    file: FileEvidence,
    /// It stands in an address of the API, or has an id of a record.
    is_certain: bool,
    /// What is filled in as the module is called so.
    module_is_filled_in: bool,
    /// The same of a table.
    table_is_filled_in: bool,
}

impl Evidence {
    fn of(
        candidate: &Candidate,
        part: &Part,
        output: &Output,
        file: FileEvidence,
        outline: &Outline,
    ) -> Self {
        let call = Call::of(&candidate.context, file);
        let before = part.before.to_ascii_lowercase();
        let in_address = part.is_parameter
            && (file.is_vtiger
                || before.contains("operation=query")
                || before.contains("webservice.php")
                || before.contains("restapi")
                || before.contains("sessionname=")
                || before.contains("vtiger"));
        let hole = match outline.module {
            Some(Module::Hole(index)) => part.text.units.iter().filter(|unit| unit.is_hole()).nth(index),
            _ => None,
        };
        let name = hole.map(|hole| output.name_of(hole.source).to_ascii_lowercase()).unwrap_or_default();
        let name = name.replace('_', "");
        let of_module =
            ["module", "elementtype", "entity", "objectname"].iter().any(|word| name.contains(word));
        let of_table = ["table", "tbl"].iter().any(|word| name.contains(word));
        Evidence {
            call,
            file,
            is_certain: call == Call::Vtiger || in_address || outline.has_record_id,
            module_is_filled_in: of_module && !of_table,
            table_is_filled_in: of_table,
        }
    }
}

/// What names before dots say: those of other modules are fields as coreBOS has them, since no database knows them
/// without a join; those of the module itself can be of a table just as well, but for a program written for coreBOS.
fn foreign_by_names(outline: &Outline, known: Known<'_>, profile: Profile) -> Option<Foreign> {
    let asked = match &outline.module {
        Some(Module::Named(name)) => name.as_str(),
        _ => "",
    };
    let foreign = |qualifier: &String| match known.in_any_case(qualifier) {
        _ if qualifier.eq_ignore_ascii_case("related") => None,
        Some(module) if module.name.eq_ignore_ascii_case(asked) && profile != Profile::CoreBos => {
            Some(Foreign::Clause)
        }
        Some(_) => None,
        None => Some(Foreign::Database),
    };
    outline.qualified.iter().filter_map(|(qualifier, _)| foreign(qualifier)).max()
}

fn decide(outline: &Outline, evidence: &Evidence, known: Known<'_>) -> Result<(), Reason> {
    if outline.is_prose && outline.foreign != Some(Foreign::Database) {
        return Err(Reason::Prose);
    }
    // Tables of Vtiger's own database are called so, and no module.
    if matches!(&outline.module, Some(Module::Named(name)) if name.to_ascii_lowercase().starts_with("vtiger_"))
    {
        return Err(Reason::OtherDatabase);
    }
    // Even what is handed to Vtiger by its name can be for the tables behind it.
    let asks_module = match &outline.module {
        Some(Module::Named(name)) => known.module(name).or_else(|| known.near(name)).is_some(),
        _ => false,
    };
    if !asks_module && outline.fields.iter().any(|field| field == "Id") {
        // Salesforce: `Id` of a `Contact`.
        return Err(Reason::OtherDatabase);
    }
    let is_of_tables =
        outline.foreign == Some(Foreign::Database) && (outline.has_placeholders || !asks_module);
    if evidence.is_certain && outline.foreign != Some(Foreign::Database)
        || evidence.call == Call::Vtiger && !is_of_tables
    {
        return Ok(());
    }
    let is_vtiger = evidence.file.is_vtiger;
    let is_foreign = match outline.foreign {
        Some(Foreign::Database) => true,
        Some(Foreign::Clause) => !is_vtiger && evidence.call < Call::DoQuery,
        None => outline.has_number_id && !is_vtiger,
    };
    if is_foreign || (evidence.call == Call::Database && !evidence.is_certain) {
        return Err(Reason::OtherDatabase);
    }
    let name = match &outline.module {
        Some(Module::Named(name)) => name,
        Some(Module::Hole(_)) => {
            let handed_on = evidence.call >= Call::DoQuery;
            // People write clauses of SQL to Vtiger by mistake: what is called `query` here is its own.
            let is_its_query = is_vtiger && evidence.call >= Call::Query && !evidence.file.is_of_database;
            let is_of_sql = outline.foreign.is_some() && !is_its_query;
            let speaks = evidence.is_certain || is_vtiger && !is_of_sql;
            // People call a module a table, too, where they hand it to Vtiger.
            let is_ours = if evidence.table_is_filled_in {
                // Programs with a database ask its tables so, too.
                let is_query = evidence.call == Call::Query && !evidence.file.is_of_database;
                speaks && !outline.has_open_qualifier && (handed_on || outline.is_ended || is_query)
            } else {
                speaks || evidence.module_is_filled_in && (outline.is_ended || handed_on)
            };
            return if is_ours { Ok(()) } else { Err(Reason::UnknownModule) };
        }
        None => return Err(Reason::UnknownModule),
    };
    let is_corebos = evidence.file.profile == Profile::CoreBos;
    let module = if is_corebos { known.in_any_case(name) } else { known.module(name) };
    let Some(owner) = module.or_else(|| known.near(name)) else {
        // A module of an instance that is not known.
        let is_name = name.starts_with(char::is_uppercase) || name.starts_with(MADE_MODULE);
        let handed_on = evidence.call == Call::Query || outline.is_ended;
        // coreBOS knows the fields of related modules.
        let has_related =
            is_corebos && outline.qualified.iter().any(|(it, _)| known.in_any_case(it).is_some());
        let is_ours = is_vtiger && (is_name && handed_on || has_related) && outline.foreign.is_none();
        return if is_ours { Ok(()) } else { Err(Reason::UnknownModule) };
    };
    let fields =
        outline.qualified.iter().fold(known.fields(owner, &outline.fields), |fields, (module, field)| {
            match known.in_any_case(module) {
                Some(module) => fields + known.fields(module, std::slice::from_ref(field)),
                None => Fields { telling: fields.telling + 1, ..fields },
            }
        });
    let is_own = module.is_some() && fields.own > 0 || is_telling(name);
    if evidence.file.is_of_database
        && !is_vtiger
        && evidence.call < Call::DoQuery
        && !evidence.is_certain
        && !is_own
    {
        return Err(Reason::OtherDatabase);
    }
    let none_fits = !fields.is_empty() && fields.known() == 0;
    let fits = module.is_some() || !is_common(&owner.name) && fields.unknown == 0;
    let handed_on = evidence.call >= Call::DoQuery && fits;
    let is_ours = match (module.is_some(), is_vtiger) {
        // What is handed to a client of Vtiger is for Vtiger, unless a table may be called so as well.
        _ if handed_on
            && (is_vtiger || !is_common(&owner.name) || outline.is_ended || fields.known() > 0) =>
        {
            true
        }
        // In a file that speaks of Vtiger the name of a module is enough, unless all else is of a table.
        (true, true) if outline.foreign.is_some() => fields.unknown == 0 && fields.known() > 0,
        (true, true) => !none_fits || outline.is_ended || outline.has_list || evidence.call == Call::Query,
        (false, true) => !none_fits && outline.foreign.is_none(),
        (true, false) => {
            let majority = fields.known() >= fields.unknown && fields.known() > 0;
            majority && (fields.telling > 0 || outline.is_ended || fields.common >= 2)
                || (fields.is_empty()
                    && (is_telling(name) || outline.is_ended && evidence.call == Call::Query))
        }
        (false, false) => fields.telling > 0 && fields.unknown == 0 && outline.is_ended,
    };
    match is_ours {
        true => Ok(()),
        false if none_fits => Err(Reason::NoFieldFits),
        false => Err(Reason::NothingSpeaksForIt),
    }
}

/// What the names of modules begin with that are made in the module designer of Vtiger.
const MADE_MODULE: &str = "vtcm";

/// Names of modules that tables elsewhere have just as well.
fn is_common(name: &str) -> bool {
    const COMMON: &[&str] = &[
        "Users",
        "Products",
        "Services",
        "Events",
        "Documents",
        "Groups",
        "Currency",
        "Invoice",
        "Project",
        "Assets",
        "Emails",
        "Calendar",
        "Faq",
        "Tax",
    ];
    COMMON.contains(&name)
}

/// Names of modules that no table elsewhere has.
fn is_telling(name: &str) -> bool {
    const TELLING: &[&str] = &[
        "Potentials",
        "HelpDesk",
        "SalesOrder",
        "PurchaseOrder",
        "PriceBooks",
        "ServiceContracts",
        "ModComments",
        "ProjectTask",
        "ProjectMilestone",
        "SMSNotifier",
        "PBXManager",
        "CompanyDetails",
        "LineItem",
        "DocumentFolders",
        "ProductTaxes",
        "ModTracker",
        "Vtiger",
        "EmailTemplates",
    ];
    TELLING.contains(&name)
}
