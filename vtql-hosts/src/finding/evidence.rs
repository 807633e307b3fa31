//! What tells a query for Vtiger from one for another database.

use super::speaks::{Pattern, Seen};
use crate::change::Change;
use crate::output::Context;
use crate::profile::Profile;
use std::fmt;
use std::ops::Add;
use std::path::Path;
use std::sync::OnceLock;
use vtql_schema::{Module, Snapshot, suggest};

/// What a file says about all of its queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileEvidence {
    /// It speaks of Vtiger or of its API.
    pub(crate) is_vtiger: bool,
    /// It speaks of another database, or of a library for some.
    pub(crate) is_of_database: bool,
    /// The server that it, or where it stands, speaks of by name.
    pub(crate) profile: Profile,
}

/// What speaks of Vtiger or of its API.
const VTIGER: &str = r#"(?i-u)vtiger|vtws|vtql|corebos|berlicrm|\bwebservice\.php|restapi/v1|getchallenge|operation\\?["']?\s*(?:=>|:|=|,|\)|\]\s*=)\s*\\?["']?query\b"#;

/// What speaks of databases: their names, libraries, and statements that Vtiger has not.
const DATABASES: &str = r"(?i-u)androidx\.room|\bj(?:avax|akarta)\.persistence|nativequery|springframework\.(?:data|jdbc)|(?:jpa|crud)repository|ibatis|hibernate|java\.sql|\bjdbc|sqlite|psycopg|sqlalchemy|pymysql|mysql|mariadb|postgres|\bPDO\b|\bwpdb\b|doctrine|illuminate\\|activerecord|system\.data|sqlclient|\bdapper\b|entityframework|npgsql|database/sql|gorm\.io|jmoiron/sqlx|\bpgx|\bknex\b|typeorm|sequelize|\bprisma\b|\bGRDB\b|\bFMDB\b|sqldelight|\bdiesel\b|\bsqlx\b|@Dao\b|create\s+table\b|insert\s+into\b|alter\s+table\b|duckdb|doobie|scalikejdbc|\bslick\.|\banorm\b|\bjooq\b|pyspark|spark\.sql|\bpsql\b|\bsqlcmd\b|snowflake|bigquery|clickhouse|redshift|\bpeardatabase\b|\$adb\b|\bpquery\b";

static OF_DATABASES: Pattern = Pattern::new(DATABASES);
static SPEAKS: Pattern = Pattern::new(VTIGER);
static COREBOS: Pattern = Pattern::new("(?i-u)corebos");

/// What was found out of a file, kept for when it has changed.
#[derive(Default)]
pub(crate) struct Evidence {
    source: Option<Box<[u8]>>,
    vtiger: Seen,
    databases: Seen,
    corebos: Seen,
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Evidence { source, vtiger, databases, corebos } = self;
        let bytes = source.as_ref().map(|source| source.len());
        f.debug_struct("Evidence")
            .field("bytes", &bytes)
            .field("vtiger", vtiger)
            .field("databases", databases)
            .field("corebos", corebos)
            .finish()
    }
}

impl Evidence {
    /// What the file says as it is now.
    pub(crate) fn again(&mut self, source: &[u8], path: Option<&Path>) -> FileEvidence {
        let change = self.source.as_ref().map(|before| Change::between(before, source));
        let vtiger = self.vtiger.again(&SPEAKS, source, change);
        let databases = self.databases.again(&OF_DATABASES, source, change);
        let corebos = self.corebos.again(&COREBOS, source, change);
        if change.is_none_or(|it| it.start < source.len() || it.old_end > it.start) {
            self.source = Some(source.into());
        }
        FileEvidence::said(vtiger, || databases, || corebos, path)
    }
}

impl FileEvidence {
    pub(crate) fn of(source: &[u8], path: Option<&Path>) -> Self {
        FileEvidence::said(
            SPEAKS.is_in(source),
            || OF_DATABASES.is_in(source),
            || COREBOS.is_in(source),
            path,
        )
    }

    /// By what the file says, and by where it stands.
    fn said(
        vtiger: bool,
        databases: impl FnOnce() -> bool,
        corebos: impl FnOnce() -> bool,
        path: Option<&Path>,
    ) -> Self {
        let name = path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let is_vtiger = vtiger || name.is_some_and(|name| SPEAKS.is_in(name.as_bytes()));
        let is_corebos = is_vtiger && corebos()
            || path.is_some_and(|path| COREBOS.is_in(path.to_string_lossy().as_bytes()));
        FileEvidence {
            is_vtiger,
            is_of_database: databases(),
            profile: if is_corebos { Profile::CoreBos } else { Profile::Vtiger },
        }
    }
}

/// What the surroundings of one text say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Call {
    /// It is handed to another database.
    Database,
    /// Nothing.
    Unknown,
    /// It is handed to something called `query`.
    Query,
    /// It is handed to something called as clients of Vtiger call it: `doQuery`.
    DoQuery,
    /// It is handed to Vtiger.
    Vtiger,
}

/// Functions and objects of libraries for databases.
const DATABASE: &[&str] = &[
    "execute",
    "executequery",
    "executesql",
    "executemany",
    "executescript",
    "executeupdate",
    "preparestatement",
    "prepare",
    "pquery",
    "rawquery",
    "createquery",
    "createnativequery",
    "createstatement",
    "exec",
    "queryrow",
    "fromsqlraw",
    "fromsqlinterpolated",
    "sqlquery",
    "mysqliquery",
    "mysqlquery",
    "pgquery",
    "getresults",
    "getrow",
    "getvar",
    "sqlcommand",
    "mysqlcommand",
    "npgsqlcommand",
    "sqlitecommand",
    "queryforobject",
    "queryforlist",
    "findbysql",
    "queryraw",
    "executeraw",
    "selectraw",
    "readsql",
    "readsqlquery",
    "adb",
    "cursor",
    "cur",
    "db",
    "dbh",
    "pdo",
    "conn",
    "connection",
    "pool",
    "knex",
    "sequelize",
    "sqlite",
    "mysql",
    "mysqli",
    "pg",
    "postgres",
    "wpdb",
    "jdbc",
    "jdbctemplate",
    "entitymanager",
    "em",
    "prisma",
    "sqlx",
    "database",
    "bigquery",
    "soql",
    "salesforce",
    "sf",
    "sforce",
    "sqlalchemy",
    "engine",
    "commandtext",
    "repo",
    "repository",
    "datasource",
    "selectall",
    "selectone",
    "selectrows",
    "fetchall",
    "fetchone",
    "querycontext",
    "queryrowcontext",
    "psql",
    "sqlcmd",
    "sqlite3",
    "spark",
    "activerecord",
    "microsoftsql",
    "alasql",
    "queryrunner",
];

/// Functions of clients of Vtiger, and of few others.
const CLIENT: &[&str] = &["doquery", "wsquery", "queryrecords", "queryall", "crmquery", "webservicequery"];

/// Objects that are clients of Vtiger.
const OBJECTS: &[&str] = &["vt", "crm", "crmclient", "vtclient"];

/// Those of them that clients of Vtiger are called as well.
const COMMON_NAMES: &[&str] =
    &["connection", "conn", "database", "engine", "em", "session", "execute", "executequery"];

impl Call {
    /// What the names around a text say, in a file that says this.
    pub(crate) fn of(context: &Context, file: FileEvidence) -> Self {
        let simple = |name: &String| -> String {
            name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
        };
        let names: Vec<String> = context.names.iter().map(simple).collect();
        let vtiger = |name: &String| {
            name.contains("vtiger")
                || name.contains("vtws")
                || name.contains("vtql")
                || name.contains("wsclient")
        };
        // A function of Vtiger itself, for its tables.
        if names.iter().any(|name| name == "vtwsrunqueryastransaction") {
            return Call::Database;
        }
        if context.is_operation || names.iter().any(vtiger) {
            return Call::Vtiger;
        }
        // `@Query("…")` of Room and JPA.
        if file.is_of_database && context.names.iter().any(|name| name.starts_with('@')) {
            return Call::Database;
        }
        let may_be_client = file.is_vtiger && !file.is_of_database;
        // `this.db.query` names its parts.
        let of_database = |name: &String| {
            name.split(|char: char| !char.is_ascii_alphanumeric() && char != '_')
                .map(|part| part.replace('_', "").to_ascii_lowercase())
                .filter(|part| !(may_be_client && COMMON_NAMES.contains(&part.as_str())))
                .any(|part| {
                    DATABASE.contains(&part.as_str()) || part.starts_with("db") || part.ends_with("db")
                })
        };
        let is_do_query =
            |name: &String| CLIENT.iter().any(|own| name.ends_with(own)) || OBJECTS.contains(&name.as_str());
        if context.names.iter().any(of_database) {
            Call::Database
        } else if names.iter().any(is_do_query) {
            Call::DoQuery
        } else if names.iter().any(|name| name.contains("query")) {
            Call::Query
        } else {
            Call::Unknown
        }
    }
}

/// The modules that are known: those of the snapshot, and those that every Vtiger has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    snapshot: Option<&'a Snapshot>,
    standard: Option<&'static Snapshot>,
}

/// Names of fields that tables of other databases have just as well.
const COMMON_FIELDS: &[&str] = &[
    "name",
    "email",
    "phone",
    "title",
    "description",
    "status",
    "type",
    "city",
    "state",
    "country",
    "code",
    "website",
    "subject",
    "quantity",
    "mobile",
    "fax",
    "address",
    "company",
    "source",
    "category",
    "priority",
    "amount",
    "currency",
    "username",
    "user_name",
    "first_name",
    "last_name",
    "department",
    "location",
    "street",
    "total",
    "comment",
    "question",
    "answer",
    "role",
    "language",
    "label",
    "start_date",
    "due_date",
    "date_start",
    "version",
    "industry",
    "rating",
    "notes",
    "filename",
    "content",
    "product_id",
    "groupname",
];

/// Those that Vtiger shares with the tables that people make of persons and goods.
const SHARED_FIELDS: &[&str] = &[
    "firstname",
    "lastname",
    "productname",
    "productcode",
    "birthday",
    "price",
    "stock",
    "unit",
    "startdate",
    "enddate",
    "due_date",
    "createdtime",
    "modifiedtime",
];

impl<'a> Known<'a> {
    pub(crate) fn new(snapshot: Option<&'a Snapshot>) -> Self {
        static STANDARD: OnceLock<Option<Snapshot>> = OnceLock::new();
        let standard = STANDARD.get_or_init(|| vtql_schema::standard::snapshot().ok());
        Known { snapshot, standard: standard.as_ref() }
    }

    fn snapshots(self) -> impl Iterator<Item = &'a Snapshot> {
        self.snapshot.into_iter().chain(self.standard)
    }

    /// The module of that name.
    pub(crate) fn module(self, name: &str) -> Option<&'a Module> {
        self.snapshots().find_map(|snapshot| snapshot.module(name))
    }

    /// The module that is written so in another case of letters, or misspelt so.
    pub(crate) fn near(self, name: &str) -> Option<&'a Module> {
        let folded = name.to_lowercase();
        // `contact` is no misspelt `Contacts`: other systems call it so.
        let misspelt = |snapshot: &'a Snapshot| {
            let names = snapshot.modules().iter().map(|module| module.name.as_str());
            let near = suggest::closest(name, names)?;
            let is_singular = near.to_lowercase().trim_end_matches('s') == folded.trim_end_matches('s');
            let capital = name.starts_with(char::is_uppercase);
            if capital && !is_singular && name.len() >= 4 { snapshot.module(near) } else { None }
        };
        self.in_any_case(name).or_else(|| self.snapshots().find_map(misspelt))
    }

    /// The module of that name, in any case of letters.
    pub(crate) fn in_any_case(self, name: &str) -> Option<&'a Module> {
        let folded = name.to_lowercase();
        let other_case = |snapshot: &'a Snapshot| {
            snapshot.modules().iter().find(|module| module.name.to_lowercase() == folded)
        };
        self.module(name).or_else(|| self.snapshots().find_map(other_case))
    }

    /// What a module has of these fields.
    pub(crate) fn fields(self, module: &Module, names: &[String]) -> Fields {
        let twin = self.standard.and_then(|standard| standard.module(&module.name));
        let modules: Vec<&Module> = [Some(module), twin].into_iter().flatten().collect();
        let mut fields = Fields::default();
        for name in names {
            let is_known = modules.iter().any(|module| module.field(name).is_some());
            // A misspelt name tells as much as the one that is meant.
            let near = || {
                let own = |module: &&&Module| {
                    let names = module.fields().iter().map(|field| field.name.as_str());
                    let near = suggest::closest(name, names)?;
                    let is_near =
                        near.len().abs_diff(name.len()) <= 2 && near.chars().next() == name.chars().next();
                    is_near.then(|| near.to_owned())
                };
                if name.len() >= 5 { modules.iter().find_map(|module| own(&module)) } else { None }
            };
            // Fields that the users of an instance add are called so.
            let is_custom = name
                .strip_prefix("cf_")
                .is_some_and(|rest| rest.chars().next().is_some_and(|char| char.is_ascii_digit()));
            let is_known = is_known || is_custom;
            let meant = if is_known { Some(name.clone()) } else { near() };
            match meant {
                Some(meant) if COMMON_FIELDS.contains(&meant.as_str()) => fields.common += 1,
                Some(meant) => {
                    fields.telling += 1;
                    fields.own += usize::from(!SHARED_FIELDS.contains(&meant.as_str()));
                }
                None => fields.unknown += 1,
            }
        }
        fields
    }
}

/// How many names a module has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    /// Fields that tables elsewhere have as well, be they misspelt.
    pub(crate) common: usize,
    /// Fields that Vtiger has, be they misspelt.
    pub(crate) telling: usize,
    /// Those of them that hardly any other database has.
    pub(crate) own: usize,
    /// Others.
    pub(crate) unknown: usize,
}

impl Fields {
    pub(crate) fn known(self) -> usize {
        self.common + self.telling
    }

    pub(crate) fn is_empty(self) -> bool {
        self.known() + self.unknown == 0
    }
}

impl Add for Fields {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Fields {
            common: self.common + other.common,
            telling: self.telling + other.telling,
            own: self.own + other.own,
            unknown: self.unknown + other.unknown,
        }
    }
}
