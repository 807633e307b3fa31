//! `vtql_picklist!`: enums for the values of picklists.

use super::editor::Words;
use super::report::{self, Finding};
use super::{ident, lookup, split_crate_path};
use crate::snapshot::{Basis, Surroundings};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::{BTreeSet, HashMap, HashSet};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Token, Visibility};
use vtql_schema::Field;
use vtql_schema::types::FieldType;

/// `pub enum Name = Module.field;`
struct Picklist {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    module: Ident,
    field: Ident,
}

impl Parse for Picklist {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![enum]>()?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let module = input.call(Ident::parse_any)?;
        input.parse::<Token![.]>()?;
        let field = input.call(Ident::parse_any)?;
        input.parse::<Token![;]>()?;
        Ok(Picklist { attributes, visibility, name, module, field })
    }
}

/// Expands `vtql_picklist!`. The tokens are the path of the client crate and the enums.
pub fn picklist(input: TokenStream, around: &Surroundings) -> TokenStream {
    let (krate, tokens) = split_crate_path(input);
    let picklists = |input: ParseStream<'_>| {
        let mut picklists = Vec::new();
        while !input.is_empty() {
            picklists.push(input.parse::<Picklist>()?);
        }
        Ok(picklists)
    };
    match picklists.parse2(tokens) {
        Err(error) => report::item_errors(&[Finding::from_syn(&error)]),
        Ok(picklists) => picklists
            .iter()
            .map(|it| {
                let words = Words { module: Some(it.module.clone()), fields: vec![it.field.clone()] };
                let words = words.explained(around, &krate);
                let expanded = expand(&krate, it, around);
                let expanded = expanded.unwrap_or_else(|finding| report::item_errors(&[finding]));
                quote!(#words #expanded)
            })
            .collect(),
    }
}

fn expand(krate: &TokenStream, it: &Picklist, around: &Surroundings) -> Result<TokenStream, Finding> {
    let (basis, watch) = Basis::of(around).map_err(|message| Finding::at(it.name.span(), message))?;
    let module = lookup::module(&basis.snapshot, &it.module.unraw().to_string(), it.module.span())?;
    let field = lookup::field(module, &it.field.unraw().to_string(), it.field.span())?;
    if field.ty != FieldType::Picklist {
        let message = format!(
            "the field `{}` of module `{}` is a {}, not a picklist",
            field.name, module.name, field.ty
        );
        return Err(Finding::at(it.field.span(), message));
    }
    let Picklist { attributes, visibility, name, .. } = it;
    let variants = variants(field);
    let (idents, values): (Vec<&Ident>, Vec<&str>) =
        variants.iter().map(|(ident, value)| (ident, *value)).unzip();
    let docs = values.iter().map(|value| format!("`{value}`"));
    let doc =
        format!("A value of the picklist `{}` of module `{}` ({}).", field.name, module.name, field.label);
    Ok(quote! {
        #watch
        #[doc = #doc]
        #(#attributes)*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #visibility enum #name {
            #(#[doc = #docs] #idents,)*
            /// A value that the snapshot does not list.
            Other(::std::string::String),
        }

        impl #name {
            /// The values that the snapshot lists, in their order.
            #visibility const LISTED: &'static [#name] = &[#(#name::#idents),*];

            /// The value as the server has it.
            #visibility fn as_str(&self) -> &str {
                match self {
                    #(#name::#idents => #values,)*
                    #name::Other(value) => value,
                }
            }
        }

        impl #krate::__private::From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => #name::#idents,)*
                    other => #name::Other(#krate::__private::From::from(other)),
                }
            }
        }

        impl #krate::__private::fmt::Display for #name {
            fn fmt(&self, f: &mut #krate::__private::fmt::Formatter<'_>) -> #krate::__private::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl #krate::__private::Picklist for #name {
            fn of(value: &str) -> Self {
                #krate::__private::From::from(value)
            }
            fn text(&self) -> &str {
                self.as_str()
            }
        }

        #krate::__picklist!(#name);
    })
}

/// The names of the enum that no variant can have: its last variant, and the list of the others.
const TAKEN: [&str; 2] = ["Other", "LISTED"];

/// The variants, each with the value that it stands for, in the order of the picklist. The value `Other`
/// needs none: it is the one that the last variant holds.
///
/// Of values that would have one name, the first in the order of characters gets it, whatever the order of
/// the picklist; the others get `_` at the end.
fn variants(field: &Field) -> Vec<(Ident, &str)> {
    let values: BTreeSet<&str> = field.picklist.iter().map(|value| value.value.as_str()).collect();
    let mut taken: HashSet<String> = TAKEN.map(str::to_owned).into();
    let mut names: HashMap<&str, Ident> = HashMap::new();
    for value in values.into_iter().filter(|value| *value != "Other") {
        let mut name = camel_case(value);
        let ident = loop {
            let ident = ident::for_name(&name, Span::call_site());
            // As the compiler spells it, to which some characters are the same.
            if taken.insert(ident.to_string()) {
                break ident;
            }
            name.push('_');
        };
        names.insert(value, ident);
    }
    let listed = field.picklist.iter().map(|value| value.value.as_str());
    listed.filter_map(|value| Some((names.remove(value)?, value))).collect()
}

/// `Cold Call` as `ColdCall`. Signs are dropped; a value of signs alone is `Unnamed`.
fn camel_case(value: &str) -> String {
    let words = value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<Vec<_>>()
        })
        .collect();
    if name.is_empty() { "Unnamed".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(values: &[&str]) -> Vec<String> {
        let mut field = Field::new("f", FieldType::Picklist);
        field.picklist = values.iter().map(|value| (*value).into()).collect();
        variants(&field).iter().map(|(ident, _)| ident.to_string()).collect()
    }

    #[test]
    fn values_become_variants() {
        assert_eq!(
            names(&["Cold Call", "--None--", "5-10", "élan vital", "web"]),
            ["ColdCall", "None", "_510", "ÉlanVital", "Web"]
        );
    }

    #[test]
    fn variants_never_clash() {
        assert_eq!(
            names(&["A b", "A-B", "Other", "other", "%", "Self", "A b"]),
            ["AB", "AB_", "Other_", "Unnamed", "Self_"]
        );
        let mut wrong = Vec::new();
        for (values, expected) in [
            (&["10%", "10"][..], &["_10_", "_10"][..]),
            (&["10", "10%"], &["_10", "_10_"]),
            (&["self", "Self"], &["Self__", "Self_"]),
            (&["LISTED", "Listed", "listed"], &["LISTED_", "Listed", "Listed_"]),
            (&["Other", "other", "OTHER", "Other_"], &["Other__", "OTHER", "Other_"]),
            (
                &["", " ", "-", "_", "Unnamed"],
                &["Unnamed", "Unnamed_", "Unnamed__", "Unnamed____", "Unnamed___"],
            ),
            (&["type", "match", "fn", "crate", "super"], &["Type", "Match", "Fn", "Crate", "Super"]),
            (&["é", "É", "e\u{301}"], &["É_", "É", "E"]),
            (&["ß", "SS", "ss"], &["SS_", "SS", "Ss"]),
            (&["日本", "東京", "x²", "x³"], &["日本", "東京", "_X_", "_X__"]),
            (&["1", "_1", "1_", "+1", "-1"], &["_1__", "_1____", "_1___", "_1", "_1_"]),
            (&["🦀", "🦀🦀", "'\"\\\n"], &["Unnamed_", "Unnamed__", "Unnamed"]),
            (&["AsStr", "as_str", "of", "text"], &["AsStr", "AsStr_", "Of", "Text"]),
        ] {
            let found = names(values);
            if found != expected {
                wrong.push(format!("{values:?}: {found:?}"));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    /// Whatever the values: a variant each, all distinct, and none that the enum has itself.
    #[test]
    fn any_values_have_distinct_variants() {
        let pieces = ["a", "A", "1", "_", "-", "%", " ", "é", "LISTED", "Other", "self", "r#", "日"];
        let mut values = vec![String::new()];
        for _ in 0..3 {
            let longer = values
                .iter()
                .flat_map(|value| pieces.map(|piece| format!("{value}{piece}")))
                .collect::<Vec<_>>();
            values.extend(longer);
        }
        values.sort();
        values.dedup();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let found = names(&values);
        assert_eq!(found.len(), values.len() - 1, "all but `Other`");
        let distinct: HashSet<&String> = found.iter().collect();
        assert_eq!(distinct.len(), found.len());
        assert!(!TAKEN.iter().any(|taken| found.iter().any(|name| name == taken)));
        let mut backwards: Vec<&str> = values.clone();
        backwards.reverse();
        let mut other_order = names(&backwards);
        other_order.reverse();
        assert_eq!(other_order, found, "the order of the picklist does not matter");
    }
}
