//! The operations of the API: a file a group. Both endpoints run them.

mod activity;
mod call;
mod convert_lead;
mod decrypt;
mod defects;
mod element;
mod extras;
mod files;
mod hierarchy;
mod inventory;
mod locate;
mod lookup;
mod me;
mod modules;
mod parse;
mod query;
mod records;
mod relations;
mod reopen;
mod sync;
mod tags;
mod unlink;

pub(crate) use call::{Call, Enclosed, Json, Parameters, Upload};
pub(crate) use inventory::settle as settle_inventory;

use crate::error::ApiError;
use crate::profile::Profile;

/// An operation by its name on the wire.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) verb: Verb,
    /// The only edition that has it.
    only: Option<Profile>,
    pub(crate) run: fn(&Call<'_>) -> Result<Json, ApiError>,
}

/// How an operation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// By GET, with parameters in the URL.
    Get,
    /// By POST, with a form as the body.
    Post,
}

const fn get(name: &'static str, run: fn(&Call<'_>) -> Result<Json, ApiError>) -> Operation {
    Operation { name, verb: Verb::Get, only: None, run }
}

const fn post(name: &'static str, run: fn(&Call<'_>) -> Result<Json, ApiError>) -> Operation {
    Operation { name, verb: Verb::Post, only: None, run }
}

impl Operation {
    const fn cloud(mut self) -> Self {
        self.only = Some(Profile::Cloud);
        self
    }

    const fn open_source(mut self) -> Self {
        self.only = Some(Profile::V8_4);
        self
    }
}

/// Every operation of the manual, and those that the open-source edition has beside them and documents.
static OPERATIONS: &[Operation] = &[
    get("me", me::me).cloud(),
    get("listtypes", modules::list_types),
    get("describe", modules::describe),
    get("query", query::query),
    post("create", records::create),
    get("retrieve", records::retrieve),
    post("update", records::update),
    post("revise", records::revise),
    post("delete", records::delete),
    get("sync", sync::sync).cloud(),
    post("convertlead", convert_lead::convert_lead),
    get("relatedtypes", relations::related_types),
    get("retrieve_related", relations::retrieve_related),
    get("query_related", relations::query_related),
    post("add_related", relations::add_related),
    post("delete_related", relations::delete_related).cloud(),
    post("reopen", reopen::reopen).cloud(),
    get("decrypt", decrypt::decrypt).cloud(),
    post("tags_add", tags::add).cloud(),
    get("tags_retrieve", tags::retrieve).cloud(),
    post("tags_delete", tags::delete).cloud(),
    // The manual writes it so in one place.
    post("tag_delete", tags::delete).cloud(),
    get("files_retrieve", files::retrieve),
    get("lookup", lookup::lookup).cloud(),
    get("get_account_hierarchy", hierarchy::account_hierarchy).cloud(),
    post("changepassword", defects::restricted).open_source(),
    post("deleteuser", defects::restricted).open_source(),
];

/// The operation of that name, when the edition has it.
pub(crate) fn find(name: &str, profile: Profile) -> Option<&'static Operation> {
    let operation = OPERATIONS.iter().find(|operation| operation.name == name)?;
    operation.only.is_none_or(|only| only == profile).then_some(operation)
}
