//! An instance as one user sees it.

use super::{Catalog, Module, Owners, Visibility};
use crate::rights::Rights;
use std::sync::Arc;

impl Catalog {
    /// The modules and fields that a user with these rights sees, in the user's format of dates.
    pub(crate) fn view(&self, rights: &Rights, user: i64, date_format: Option<&str>) -> Catalog {
        let visible = self.modules.iter().filter(|module| !rights.hides_module(&module.name));
        let views = visible.map(|module| {
            let mut view = self.module_view(module, rights, user);
            for field in view.fields_mut().iter_mut().filter(|field| field.described.ty.name() == "date") {
                if let (Some(format), Some(date_format)) = (&mut field.described.format, date_format) {
                    date_format.clone_into(format);
                }
            }
            if rights.are_restricted() {
                view.order_by_columns();
            }
            Arc::new(view)
        });
        let hidden = self.modules.iter().filter(|module| rights.hides_module(&module.name));
        let hidden = hidden.map(|module| (module.name.clone(), module.prefix)).collect();
        Catalog { hidden, ..Catalog::of(views.collect()) }
    }

    fn module_view(&self, module: &Module, rights: &Rights, user: i64) -> Module {
        let mut view = module.clone();
        for field in view.fields_mut() {
            if rights.hides_field(&module.name, field.name()) {
                field.visibility = Visibility::Hidden;
            }
        }
        if rights.is_read_only(&module.name) {
            view.described.createable = false;
            view.described.updateable = false;
            view.described.deleteable = false;
        }
        if rights.is_undeletable(&module.name) {
            view.described.deleteable = false;
        }
        if rights.is_private(&module.name) {
            let owner = module.fields().iter().find(|field| field.described.ty.name() == "owner");
            let users = self.module("Users").map(|users| users.id(user));
            let groups = self.module("Groups").map(|groups| format!("{}x", groups.prefix));
            view.owners = owner.zip(users).map(|(owner, user)| Owners {
                column: owner.column.clone(),
                user,
                groups: groups.unwrap_or_else(|| "no group".to_owned()),
            });
        }
        view
    }
}
