//! The modules that statements are made of, and how they refer to each other.

/// How the values of a column compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Date,
    Moment,
    Boolean,
    Id,
}

/// A module, with the columns that statements use.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Kind)],
}

use Kind::{Boolean, Date, Id, Moment, Number, Text};

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "contacts",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("assigned_user_id", Id),
            ("lastname", Text),
            ("firstname", Text),
            ("email", Text),
            ("leadsource", Text),
            ("mailingcity", Text),
            ("birthday", Date),
            ("createdtime", Moment),
            ("donotcall", Boolean),
        ],
    },
    Table {
        name: "accounts",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("accountname", Text),
            ("industry", Text),
            ("rating", Text),
            ("employees", Number),
            ("annual_revenue", Number),
            ("createdtime", Moment),
            ("emailoptout", Boolean),
        ],
    },
    Table {
        name: "potentials",
        columns: &[
            ("id", Id),
            ("related_to", Id),
            ("contact_id", Id),
            ("potentialname", Text),
            ("sales_stage", Text),
            ("amount", Number),
            ("probability", Number),
            ("closingdate", Date),
            ("createdtime", Moment),
        ],
    },
    Table {
        name: "helpdesk",
        columns: &[
            ("id", Id),
            ("parent_id", Id),
            ("contact_id", Id),
            ("ticket_title", Text),
            ("ticketstatus", Text),
            ("ticketpriorities", Text),
            ("hours", Number),
            ("createdtime", Moment),
        ],
    },
];

/// Which columns name records of which module.
pub(crate) const REFERENCES: &[(&str, &str, &str)] = &[
    ("contacts", "account_id", "accounts"),
    ("accounts", "account_id", "accounts"),
    ("potentials", "related_to", "accounts"),
    ("potentials", "contact_id", "contacts"),
    ("helpdesk", "parent_id", "accounts"),
    ("helpdesk", "contact_id", "contacts"),
];
