//! The expression that makes a write when the program runs.

use super::input::Record;
use super::value::{How, Member, Value};
use crate::expand::code::Code;
use crate::expand::params::respanned;
use crate::expand::report::Finding;
use crate::expand::types;
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use vtql_schema::element::Writing;
use vtql_schema::{Field, LINE_ITEM_MODULE, LINE_ITEMS_KEY, Module, Snapshot};

/// A call of the client crate with the values that are known, as text, and one call for each of the others. There are
/// no items, and no type is named: to the compiler a write costs what its tokens cost.
pub(super) fn call(
    krate: &TokenStream,
    (writing, record): (Writing, &Record),
    module: &Module,
    snapshot: &Snapshot,
) -> Result<TokenStream, Vec<Finding>> {
    let Some(first) = krate.clone().into_iter().next() else { return Ok(TokenStream::new()) };
    let mut parts = Parts {
        krate: first,
        names: String::new(),
        setters: Vec::new(),
        given: Vec::new(),
        errors: Vec::new(),
    };
    let mut known = String::new();
    parts.object(&record.members, module, snapshot.module(LINE_ITEM_MODULE), "", &mut known);
    if !parts.errors.is_empty() {
        return Err(parts.errors);
    }
    let way = match writing {
        Writing::Create => "create",
        Writing::Update => "update",
        _ => "revise",
    };
    let mut call = parts.path(["__private", way]);
    let mut arguments = Code::new(krate);
    arguments.literal(&module.name).text(",").literal(&known).text(",").literal(&parts.names).text(",&");
    arguments.tokens(TokenTree::from(Group::new(Delimiter::Bracket, parts.given.into_iter().collect())));
    call.push(Group::new(Delimiter::Parenthesis, arguments.finish()).into());
    Ok(call.into_iter().collect())
}

/// The parts of a record that the program computes, and the names of their fields.
struct Parts {
    /// The path of the client crate.
    krate: TokenTree,
    names: String,
    /// The paths that [`Parts::setter`] made.
    setters: Vec<(&'static str, TokenStream)>,
    given: Vec<TokenStream>,
    errors: Vec<Finding>,
}

impl Parts {
    /// Writes the values that are known to `known`, as JSON; the others are added to the parts. `path` leads to the
    /// record.
    fn object(
        &mut self,
        members: &[Member],
        module: &Module,
        items: Option<&Module>,
        path: &str,
        known: &mut String,
    ) {
        known.push('{');
        for member in members {
            let (name, field) = (&member.name, module.field(&member.name));
            match &member.value {
                Value::Items(list) => {
                    key(name, known);
                    let described = Module::new(LINE_ITEM_MODULE, []);
                    let described = items.unwrap_or(&described);
                    known.push('[');
                    for (number, (members, _)) in list.iter().enumerate() {
                        if number > 0 {
                            known.push(',');
                        }
                        let path = format!("{path}{LINE_ITEMS_KEY}\t{number}\t");
                        self.object(members, described, None, &path, known);
                    }
                    known.push(']');
                }
                Value::Expression { tokens, how } => {
                    if !self.names.is_empty() {
                        self.names.push('\n');
                    }
                    self.names.push_str(path);
                    self.names.push_str(name);
                    self.given(member, tokens, *how, field);
                }
                value => {
                    key(name, known);
                    string(&value.text(field), known);
                }
            }
        }
        known.push('}');
    }

    /// Adds the value that the program computes for a field. Messages point to it.
    fn given(&mut self, member: &Member, tokens: &[TokenTree], how: How, field: Option<&Field>) {
        let is_list = member.name == LINE_ITEMS_KEY;
        if is_list && how != How::Always {
            self.errors.push(Finding::at(member.span, "line items are given, or left out"));
        }
        let field_trait = match field {
            _ if is_list => "ItemsField",
            Some(field) => types::written_as(field),
            // The level of the rule lets it pass.
            None => "TextField",
        };
        let method = match how {
            How::Always => "set",
            How::IfSome => "set_if_some",
            How::OrClear => "set_or_clear",
        };
        let here = self.krate.span().located_at(tokens.first().map_or(member.span, TokenTree::span));
        let mut lend = sign('&');
        lend.set_span(here);
        // A fragment of `macro_rules!` is one token, too, and may be a sum.
        let value = if let [only @ TokenTree::Ident(_)] = tokens {
            only.clone()
        } else {
            let mut value = Group::new(Delimiter::Parenthesis, tokens.iter().cloned().collect());
            value.set_span(here);
            TokenTree::from(value)
        };
        let lent: TokenStream = [TokenTree::from(lend), value].into_iter().collect();
        let arguments = Group::new(Delimiter::Parenthesis, lent);
        let function = match how {
            How::Always => self.setter(field_trait),
            // Of an option the compiler blames the call, not its argument.
            _ => respanned(self.path(["write", field_trait, method]).into_iter().collect(), here),
        };
        self.given.extend([function, [TokenTree::from(arguments), sign(',').into()].into_iter().collect()]);
    }

    /// The path of the function that takes a value, which is made once for all fields of a kind.
    fn setter(&mut self, field_trait: &'static str) -> TokenStream {
        if let Some((_, path)) = self.setters.iter().find(|(of, _)| *of == field_trait) {
            return path.clone();
        }
        let path: TokenStream = self.path(["write", field_trait, "set"]).into_iter().collect();
        self.setters.push((field_trait, path.clone()));
        path
    }

    /// A path in the client crate.
    fn path<const N: usize>(&self, steps: [&str; N]) -> Vec<TokenTree> {
        let mut path = vec![self.krate.clone()];
        for step in steps {
            path.push(Punct::new(':', Spacing::Joint).into());
            path.push(sign(':').into());
            path.push(Ident::new(step, Span::call_site()).into());
        }
        path
    }
}

fn sign(sign: char) -> Punct {
    Punct::new(sign, Spacing::Alone)
}

/// Begins a member of a JSON object.
fn key(name: &str, object: &mut String) {
    if !object.ends_with('{') {
        object.push(',');
    }
    string(name, object);
    object.push(':');
}

/// Adds a JSON string.
fn string(text: &str, json: &mut String) {
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        json.push('"');
        json.push_str(text);
        json.push('"');
    } else {
        json.push_str(&serde_json::Value::from(text).to_string());
    }
}
