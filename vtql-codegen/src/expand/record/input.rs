//! The struct, and what its attributes say.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, LitStr, Path, Type};
use vtql_schema::element::{Presence, Writing};

/// The struct, as far as it matters here.
pub(super) struct Struct {
    pub(super) name: Ident,
    pub(super) krate: TokenStream,
    pub(super) module: LitStr,
    pub(super) members: Vec<Member>,
    pub(super) ways: Ways,
}

/// The ways in which the records are written, each with the place where it is asked for.
#[derive(Default)]
pub(super) struct Ways(pub(super) Vec<(Writing, Span)>);

/// A field of the struct.
pub(super) struct Member {
    pub(super) ident: Ident,
    pub(super) ty: TokenStream,
    /// Whether it has a value to write, and what becomes of the field without one.
    pub(super) presence: Presence,
    /// The field of the module that it is read from, and where it is named.
    pub(super) field: String,
    pub(super) span: Span,
    /// The user says that it is never unset, whatever describe says.
    pub(super) required: bool,
    /// It is read and never written.
    pub(super) read_only: bool,
}

/// What `#[vtql(…)]` says, on the struct or on a field.
#[derive(Default)]
struct Options {
    krate: Option<Path>,
    module: Option<LitStr>,
    field: Option<LitStr>,
    required: bool,
    read_only: bool,
    or_clear: bool,
    ways: Ways,
}

impl Options {
    fn new(attributes: &[Attribute], on_field: bool) -> syn::Result<Self> {
        let mut options = Options::default();
        for attribute in attributes.iter().filter(|it| it.path().is_ident("vtql")) {
            attribute.parse_nested_meta(|meta| {
                if on_field && meta.path.is_ident("field") {
                    options.field = Some(meta.value()?.parse()?);
                } else if on_field && meta.path.is_ident("required") {
                    options.required = true;
                } else if on_field && meta.path.is_ident("read_only") {
                    options.read_only = true;
                } else if on_field && meta.path.is_ident("or_clear") {
                    options.or_clear = true;
                } else if !on_field && meta.path.is_ident("module") {
                    options.module = Some(meta.value()?.parse()?);
                } else if !on_field && meta.path.is_ident("crate") {
                    options.krate = Some(meta.value()?.call(Path::parse_mod_style)?);
                } else if let (false, Some(way)) = (on_field, way(&meta.path)) {
                    options.ways.0.push((way, meta.path.span()));
                } else if on_field {
                    return Err(
                        meta.error("a field takes `field = \"…\"`, `required`, `read_only` and `or_clear`")
                    );
                } else {
                    return Err(meta.error(
                        "a record takes `module = \"…\"`, `crate = …`, `create`, `update` and `revise`",
                    ));
                }
                Ok(())
            })?;
        }
        Ok(options)
    }
}

fn way(option: &Path) -> Option<Writing> {
    let ways = [("create", Writing::Create), ("update", Writing::Update), ("revise", Writing::Revise)];
    ways.into_iter().find(|(name, _)| option.is_ident(name)).map(|(_, way)| way)
}

impl Struct {
    pub(super) fn new(input: &DeriveInput) -> syn::Result<Self> {
        let options = Options::new(&input.attrs, false)?;
        let module = options.module.ok_or_else(|| {
            let message = "name the module that the records are of: `#[vtql(module = \"Contacts\")]`";
            syn::Error::new(input.ident.span(), message)
        })?;
        let Data::Struct(data) = &input.data else {
            return Err(syn::Error::new(input.ident.span(), "a record is a struct with named fields"));
        };
        let Fields::Named(fields) = &data.fields else {
            return Err(syn::Error::new(input.ident.span(), "a record is a struct with named fields"));
        };
        if !input.generics.params.is_empty() {
            return Err(syn::Error::new(input.generics.span(), "a record has no generic parameters"));
        }
        let members = fields.named.iter().filter_map(|field| {
            let ident = field.ident.clone()?;
            Some(Options::new(&field.attrs, true).map(|options| Member {
                span: options.field.as_ref().map_or(ident.span(), LitStr::span),
                field: options.field.map_or_else(|| ident.unraw().to_string(), |name| name.value()),
                ident,
                presence: presence(&field.ty, options.or_clear),
                ty: field.ty.to_token_stream(),
                required: options.required,
                read_only: options.read_only,
            }))
        });
        let members = members.collect::<syn::Result<Vec<_>>>()?;
        let krate = named(options.krate);
        Ok(Struct { name: input.ident.clone(), krate, module, members, ways: options.ways })
    }
}

/// The path of the client crate, as far as it can be read.
pub(super) fn client(input: &DeriveInput) -> TokenStream {
    named(Options::new(&input.attrs, false).ok().and_then(|options| options.krate))
}

fn named(krate: Option<Path>) -> TokenStream {
    krate.map_or_else(|| quote!(::vtql_client), |path| quote!(#path))
}

/// An `Option` is known by its name: a macro knows no types.
fn presence(ty: &Type, or_clear: bool) -> Presence {
    let Type::Path(path) = ty else { return Presence::Always };
    match path.path.segments.last() {
        Some(last) if last.ident == "Option" && or_clear => Presence::OrCleared,
        Some(last) if last.ident == "Option" => Presence::OrLeftOut,
        _ => Presence::Always,
    }
}
