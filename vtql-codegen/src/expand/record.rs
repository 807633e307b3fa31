//! `#[derive(Record)]`: a struct of the user's as the rows of a module.

use super::report::{self, Finding};
use super::{lookup, types};
use crate::snapshot::{Basis, Surroundings};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, LitStr, Path};
use vtql_schema::{Field, Module};

/// Expands `#[derive(Record)]`.
pub fn record(input: TokenStream, around: &Surroundings) -> TokenStream {
    let expanded = syn::parse2(input)
        .and_then(|input| Struct::new(&input))
        .map_err(|error| vec![Finding::from_syn(&error)])
        .and_then(|it| expand(&it, around));
    expanded.unwrap_or_else(|findings| report::item_errors(&findings))
}

/// The struct, as far as it matters here.
struct Struct {
    name: Ident,
    krate: TokenStream,
    module: LitStr,
    members: Vec<Member>,
}

/// A field of the struct.
struct Member {
    ident: Ident,
    ty: TokenStream,
    /// The field of the module that it is read from, and where it is named.
    field: String,
    span: Span,
    /// The user says that it is never unset, whatever describe says.
    required: bool,
}

/// What `#[vtql(…)]` says, on the struct or on a field.
#[derive(Default)]
struct Options {
    krate: Option<Path>,
    module: Option<LitStr>,
    field: Option<LitStr>,
    required: bool,
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
                } else if !on_field && meta.path.is_ident("module") {
                    options.module = Some(meta.value()?.parse()?);
                } else if !on_field && meta.path.is_ident("crate") {
                    options.krate = Some(meta.value()?.call(Path::parse_mod_style)?);
                } else if on_field {
                    return Err(meta.error("a field takes `field = \"…\"` and `required`"));
                } else {
                    return Err(meta.error("a record takes `module = \"…\"` and `crate = …`"));
                }
                Ok(())
            })?;
        }
        Ok(options)
    }
}

impl Struct {
    fn new(input: &DeriveInput) -> syn::Result<Self> {
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
                field: options.field.map_or_else(|| unraw(&ident), |name| name.value()),
                ident,
                ty: field.ty.to_token_stream(),
                required: options.required,
            }))
        });
        let members = members.collect::<syn::Result<Vec<_>>>()?;
        let krate = options.krate.map_or_else(|| quote!(::vtql_client), |path| quote!(#path));
        Ok(Struct { name: input.ident.clone(), krate, module, members })
    }
}

fn unraw(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or_else(|| name.clone(), str::to_owned)
}

fn expand(it: &Struct, around: &Surroundings) -> Result<TokenStream, Vec<Finding>> {
    let Struct { name, krate, module, members } = it;
    let (basis, watch) = Basis::of(around).map_err(|message| vec![Finding::at(name.span(), message)])?;
    let module = lookup::module(&basis.snapshot, &module.value(), module.span());
    let module = module.map_err(|finding| vec![finding])?;
    let mut checks = Vec::new();
    let mut errors = Vec::new();
    for member in members {
        match lookup::field(module, &member.field, member.span) {
            Ok(field) => checks.push(check(krate, member, field, module)),
            Err(finding) => errors.push(finding),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let (module, idents) = (&module.name, members.iter().map(|member| &member.ident));
    let fields = members.iter().map(|member| &member.field);
    let unselected = members.iter().map(|member| {
        format!("`{name}` has the field `{}`, and the query does not select `{}`", member.ident, member.field)
    });
    Ok(quote! {
        #watch
        #(#checks)*
        impl #krate::Row for #name {
            const COLUMNS: &'static [&'static str] = &[#(#fields),*];
            fn decode(
                cells: &#krate::query::Cells<'_>,
            ) -> #krate::__private::Result<Self, #krate::query::DecodeError> {
                let mut reader = #krate::query::Reader::new(cells);
                let row = #name { #(#idents: reader.read()),* };
                reader.finish(row)
            }
        }
        impl #krate::query::ModuleRow for #name {
            const MODULE: &'static str = #module;
            const UNSELECTED: &'static [&'static str] = &[#(#unselected),*];
        }
    })
}

/// Items that compile only if the Rust type can be read from the field.
fn check(krate: &TokenStream, member: &Member, field: &Field, module: &Module) -> TokenStream {
    let ty = &member.ty;
    let span = ty.span();
    let from = Ident::new(types::Reading::of(field).fit(), span);
    let marker = super::ident::for_name(&field.name, Span::mixed_site().located_at(span));
    let unset = (!member.required && types::can_be_unset(field, module)).then(
        || quote_spanned!(span=> const _: () = <#ty as #krate::decode::fit::FromUnset<#marker>>::FITS;),
    );
    quote_spanned! {span=>
        const _: () = {
            #[allow(non_camel_case_types)]
            enum #marker {}
            const _: () = <#ty as #krate::decode::fit::#from<#marker>>::FITS;
            #unset
        };
    }
}
