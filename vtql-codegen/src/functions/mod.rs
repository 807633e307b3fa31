//! Files of queries as functions with named rows: what `vtql codegen` writes.

mod signature;
mod title;

use crate::expand::ident;
use crate::expand::named::{self, Function, Rows};
use crate::expand::prepared::Prepared;
use crate::foreign::{self, Language, Record};
use crate::layout;
use crate::source::{QueryFile, Source};
use proc_macro2::{Span as Place, TokenStream};
use quote::quote;
use std::collections::HashSet;
use std::sync::Arc;
use title::Title;
use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, Dialect, Span, codes, parse, parse_query};
use vtql_schema::rules::Levels;
use vtql_schema::{Checker, Module, Snapshot, suggest};

/// Functions for the queries of files, in order.
///
/// ```
/// use vtql_codegen::Functions;
/// use vtql_schema::{Snapshot, rules::Levels};
///
/// let snapshot = Snapshot::load("../vtql-schema/fixtures/vtiger-8.4.snapshot.json")?;
/// let mut functions = Functions::new(snapshot, Levels::default(), "vtql_client").expect("a path");
/// functions.add("contacts_of", "select id, lastname from Contacts where mailingcity = {city}").expect("right");
/// let code = functions.code();
/// assert!(code.contains("pub fn contacts_of(city: &str) -> ::vtql_client::Query<ContactsOf> {"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Functions {
    snapshot: Arc<Snapshot>,
    levels: Levels,
    krate: TokenStream,
    rows: Rows,
    names: HashSet<String>,
    items: TokenStream,
    /// The rows of each, for other languages.
    records: Vec<Record>,
}

impl Functions {
    /// None yet. `krate` is the name that the client has in the crate that the code is for.
    pub fn new(snapshot: Snapshot, levels: Levels, krate: &str) -> Result<Self, String> {
        let name: syn::Ident =
            syn::parse_str(krate).map_err(|_| format!("`{krate}` is not the name of a crate"))?;
        Ok(Functions {
            snapshot: Arc::new(snapshot),
            levels,
            krate: quote!(::#name),
            rows: Rows::new(),
            names: HashSet::new(),
            items: TokenStream::new(),
            records: Vec::new(),
        })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Adds functions for all queries of a text: one has the name of the file, several have names of
    /// their own, in a comment `-- vtql: name(contacts_of)`. Returns what is to be said of them, or all
    /// that is wrong.
    pub fn add(&mut self, file: &str, text: &str) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let source = Source::of_file(QueryFile::named(file), text.to_owned());
        let checked =
            Checker::new(Dialect::Surface).snapshot(&*self.snapshot).levels(&self.levels).text(&source.text);
        if checked.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(checked.diagnostics);
        }
        if checked.statements.is_empty() {
            let nothing = Span::new(0, text.len());
            return Err(vec![Diagnostic::error(codes::NO_STATEMENT, nothing, "there is no query here")]);
        }
        let comments = parse(&source.text, Dialect::Surface).comments;
        let titles = title::all(text, &checked.statements, &comments);
        let mut errors = Vec::new();
        for (statement, title) in checked.statements.iter().zip(titles) {
            let named = self.name(file, statement, &title, checked.statements.len());
            match named.and_then(|name| self.function(text, statement, &title, &name)) {
                Ok(items) => self.items.extend(items),
                Err(found) => errors.extend(found),
            }
        }
        if errors.is_empty() { Ok(checked.diagnostics) } else { Err(errors) }
    }

    /// The code of all of them, laid out.
    pub fn code(&self) -> String {
        layout::lay_out(self.items.clone())
    }

    /// The rows of all of them as types of another language, after the records of the modules of these names, or of all
    /// modules when none is named. `made_by` is a sentence about where they come from.
    ///
    /// ```
    /// use vtql_codegen::{Functions, Language};
    /// use vtql_schema::{Snapshot, rules::Levels};
    ///
    /// let snapshot = Snapshot::load("../vtql-schema/fixtures/vtiger-8.4.snapshot.json")?;
    /// let mut functions = Functions::new(snapshot, Levels::default(), "vtql_client").expect("a path");
    /// functions.add("contacts_of", "select id, lastname from Contacts where mailingcity = {city}").expect("right");
    /// let types = functions.types(Language::TypeScript, &["Contacts"], "Generated.").expect("there are contacts");
    /// assert!(types.contains("export interface ContactsRecord {"));
    /// assert!(types.contains("export interface ContactsOfRow {"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The name of a module that the snapshot does not have.
    pub fn types(&self, language: Language, modules: &[&str], made_by: &str) -> Result<String, String> {
        let named = |name: &&str| {
            let near = || {
                let names = self.snapshot.modules().iter().map(|module| module.name.as_str());
                let near = suggest::closest(name, names);
                near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default()
            };
            self.snapshot.module(name).ok_or_else(|| format!("there is no module `{name}`{}", near()))
        };
        let modules: Vec<&Module> = match modules {
            [] => self.snapshot.modules().iter().collect(),
            names => names.iter().map(named).collect::<Result<_, _>>()?,
        };
        let records = modules.into_iter().map(Record::of_module).chain(self.records.iter().cloned());
        Ok(foreign::write(language, &records.collect::<Vec<_>>(), made_by))
    }

    /// The name of a statement's function, which no other has.
    fn name(
        &mut self,
        file: &str,
        statement: &Query,
        title: &Title,
        statements: usize,
    ) -> Result<String, Vec<Diagnostic>> {
        let error = |message: String, help: &str| {
            let at = title.name.as_ref().map_or(statement.module.span, |(_, at)| *at);
            Err(vec![Diagnostic::error(codes::MANY_STATEMENTS, at, message).help(help)])
        };
        let name = match &title.name {
            Some((name, _)) if syn::parse_str::<syn::Ident>(name).is_err() => {
                return error(
                    format!("`{name}` is not the name of a function"),
                    "write letters, digits and `_`",
                );
            }
            Some((name, _)) => name.clone(),
            None if statements > 1 => {
                return error(
                    "several queries in one file need names".to_owned(),
                    "write `-- vtql: name(contacts_of)` before each, or give each a file of its own",
                );
            }
            None => title::from_file(file),
        };
        if !self.names.insert(title::camel_case(&name)) {
            return error(
                format!("another query is called `{name}`, or its rows are"),
                "write another name before the query: `-- vtql: name(contacts_of)`",
            );
        }
        Ok(name)
    }

    fn function(
        &mut self,
        text: &str,
        statement: &Query,
        title: &Title,
        name: &str,
    ) -> Result<TokenStream, Vec<Diagnostic>> {
        let start = statement.span.start as usize;
        let moved = |mut found: Vec<Diagnostic>| {
            found.iter_mut().for_each(|it| it.span = it.span.shift(start));
            found
        };
        let part = statement.span.slice(text).to_owned();
        let source = Source::of_file(QueryFile::named(name), part);
        let query = parse_query(&source.text, Dialect::Surface).map_err(|found| moved(found.into_vec()))?;
        let prepared = Prepared::checked(source, query, Arc::clone(&self.snapshot));
        let parameters = signature::parameters(&prepared, &self.krate).map_err(moved)?;
        let row =
            (!prepared.is_count()).then(|| ident::for_name(&title::camel_case(name), Place::call_site()));
        let row = row.map(|row| quote!(-> #row));
        if !prepared.is_count() {
            let about: Vec<&str> = title.lines.iter().map(|line| line.trim()).collect();
            let about = format!("{}\nA row of: {}", about.join("\n"), prepared.query).trim().to_owned();
            let columns = prepared.columns();
            let module = prepared.module();
            let fields = columns.iter().filter_map(|column| module.field(column.name()));
            self.records.push(Record::of_query(&title::camel_case(name), about, module, fields));
        }
        let (name, doc) = (ident::for_name(name, Place::call_site()), &title.lines);
        let head = quote! {
            #[allow(non_camel_case_types, unused_parens)]
            #(#[doc = #doc])*
            pub fn #name(#parameters) #row = ;
        };
        let internal =
            |message: String| vec![Diagnostic::error(codes::UNBOUND_PARAMETER, statement.span, message)];
        let function = syn::parse2::<Function>(head).map_err(|error| internal(error.to_string()))?;
        named::write(&self.krate, &function, &prepared, &mut self.rows)
            .map_err(|found| found.into_iter().flat_map(|it| internal(it.message)).collect())
    }
}
