//! Which modules a record's related lists hold.

use super::{Catalog, Module};
use std::sync::Arc;

/// A related list of a module.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// What the list is called.
    pub(crate) label: String,
    /// The module of the records in it.
    pub(crate) module: Arc<Module>,
}

/// The related lists of the standard modules, in their order (observed on 8.4): the label, and the
/// module where it is another word.
const STANDARD: &[(&str, &str)] = &[
    (
        "Accounts",
        "Contacts; Potentials; Quotes; Sales Order=SalesOrder; Invoice; Activities=Calendar; Emails; \
         Activity History=Calendar; Documents; HelpDesk; Products; Campaigns; PBXManager; \
         Service Contracts=ServiceContracts; Services; Projects=Project; ModComments; Assets",
    ),
    ("Assets", "HelpDesk; Documents"),
    ("Calendar", "Contacts"),
    ("Campaigns", "Contacts; Leads; Potentials; Activities=Calendar; Accounts"),
    (
        "Contacts",
        "Potentials; Activities=Calendar; Emails; HelpDesk; Quotes; Purchase Order=PurchaseOrder; \
         Sales Order=SalesOrder; Products; Activity History=Calendar; Documents; Campaigns; Invoice; \
         PBXManager; Service Contracts=ServiceContracts; Services; Projects=Project; ModComments; Assets; \
         Vendors",
    ),
    (
        "Documents",
        "Contacts; Accounts; Potentials; Leads; Products; Services; Project; Assets; ServiceContracts; Quotes; \
         Invoice; SalesOrder; PurchaseOrder; HelpDesk; Faq",
    ),
    ("Emails", "Contacts; Documents"),
    ("Events", ""),
    ("Faq", "Documents; ModComments"),
    (
        "HelpDesk",
        "Activities=Calendar; Documents; Activity History=Calendar; Service Contracts=ServiceContracts; \
         Services; Projects=Project; ModComments; Emails",
    ),
    ("Invoice", "Activities=Calendar; Documents; Activity History=Calendar; Assets; ModComments"),
    (
        "Leads",
        "Activities=Calendar; Emails; Activity History=Calendar; Documents; Products; Campaigns; PBXManager; \
         Services; ModComments",
    ),
    ("ModComments", ""),
    ("PBXManager", ""),
    (
        "Potentials",
        "Activities=Calendar; Contacts; Products; Documents; Quotes; Sales Order=SalesOrder; \
         Activity History=Calendar; Services; ModComments; Invoice; Emails",
    ),
    ("PriceBooks", "Products; Services"),
    (
        "Products",
        "HelpDesk; Documents; Quotes; Purchase Order=PurchaseOrder; Sales Order=SalesOrder; Invoice; PriceBooks; \
         Leads; Accounts; Contacts; Potentials; Product Bundles=Products; Parent Product=Products; Assets; \
         PurchaseOrder",
    ),
    (
        "Project",
        "Project Tasks=ProjectTask; Project Milestones=ProjectMilestone; Documents; HelpDesk; ModComments; \
         Emails; Activities=Calendar; Quotes",
    ),
    ("ProjectMilestone", ""),
    ("ProjectTask", "Documents; ModComments; Emails"),
    ("PurchaseOrder", "Activities=Calendar; Documents; Activity History=Calendar; ModComments"),
    (
        "Quotes",
        "Sales Order=SalesOrder; Activities=Calendar; Documents; Activity History=Calendar; ModComments",
    ),
    ("SMSNotifier", "Accounts; Contacts; Leads"),
    ("SalesOrder", "Activities=Calendar; Documents; Invoice; Activity History=Calendar; ModComments"),
    ("ServiceContracts", "Service Requests=HelpDesk; Documents"),
    (
        "Services",
        "HelpDesk; Quotes; Purchase Order=PurchaseOrder; Sales Order=SalesOrder; Invoice; PriceBooks; Leads; \
         Accounts; Contacts; Potentials; Documents",
    ),
    ("Users", ""),
    ("Vendors", "Products; Purchase Order=PurchaseOrder; Contacts; Emails"),
];

/// The related lists of a module: those of a standard one, and, of any other, one for each module that
/// refers to it.
pub(crate) fn of(catalog: &Catalog, module: &Module) -> Vec<Relation> {
    let relation = |label: &str, name: &str| {
        Some(Relation { label: label.to_owned(), module: catalog.module(name)?.clone() })
    };
    match STANDARD.iter().find(|(name, _)| *name == module.name) {
        Some((_, lists)) => lists
            .split("; ")
            .filter_map(|list| {
                let (label, name) = list.split_once('=').unwrap_or((list, list));
                relation(label, name)
            })
            .collect(),
        None => catalog
            .modules()
            .iter()
            .filter(|other| other.is_entity && refers(other, module))
            .filter_map(|other| relation(&other.name, &other.name))
            .collect(),
    }
}

fn refers(other: &Module, module: &Module) -> bool {
    other.fields().iter().any(|field| field.described.refers_to.contains(&module.name))
}
