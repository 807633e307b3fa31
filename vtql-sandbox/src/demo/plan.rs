//! How many records each module gets, and their ids.

use super::random::Random;
use crate::catalog::{Catalog, IdSpace, Module};
use std::collections::BTreeMap;
use std::collections::HashMap;

/// Records of a module that is not in the table below.
const OTHER: usize = 25;

fn default_count(module: &str) -> usize {
    match module {
        "Contacts" => 2_500,
        "Leads" => 400,
        "Potentials" => 300,
        "Accounts" => 250,
        "HelpDesk" => 200,
        "Events" | "LineItem" => 120,
        "ModComments" => 80,
        "Calendar" | "Invoice" | "Products" | "ProjectTask" => 60,
        "Assets" | "Documents" | "Emails" | "Quotes" => 40,
        "PBXManager" | "ProjectMilestone" | "SalesOrder" => 30,
        "Project" | "PurchaseOrder" | "ServiceContracts" | "Services" | "Vendors" => 20,
        "Campaigns" | "Faq" => 12,
        "SMSNotifier" => 10,
        "PriceBooks" | "Users" => 5,
        "Groups" | "Tax" => 3,
        "Currency" | "DocumentFolders" => 2,
        "CompanyDetails" => 1,
        _ => OTHER,
    }
}

/// The ids of all demo records, by module. They are known before any record is made, so that a
/// reference can point to any of them.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<String, Vec<i64>>);

impl Ids {
    /// Gives out ids. Records of the CRM share one sequence, with gaps where others were deleted.
    pub(super) fn plan(catalog: &Catalog, seed: u64, rows: &BTreeMap<String, usize>) -> Self {
        let mut random = Random::new(seed, "ids");
        let mut next: HashMap<IdSpace, i64> = HashMap::new();
        let mut ids = Ids::default();
        // Users come before the groups, which share their sequence: the first user is number 1.
        let mut modules: Vec<&Module> = catalog.modules().iter().map(AsRef::as_ref).collect();
        modules.sort_by_key(|module| (module.name != "Users", module.name.clone()));
        for module in modules.into_iter().filter(|module| module.field("id").is_some()) {
            let least = usize::from(module.name == "Users");
            let count =
                rows.get(&module.name).copied().unwrap_or_else(|| default_count(&module.name)).max(least);
            let highest = next.entry(module.id_space()).or_default();
            let has_gaps = module.id_space() == IdSpace::Records;
            let numbers = (0..count).map(|_| {
                *highest += 1 + i64::from(has_gaps && random.percent(4));
                *highest
            });
            ids.0.insert(module.name.clone(), numbers.collect());
        }
        ids
    }

    /// The ids of a module's records.
    pub(super) fn of(&self, module: &str) -> &[i64] {
        self.0.get(module).map(Vec::as_slice).unwrap_or_default()
    }
}
