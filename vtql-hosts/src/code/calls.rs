//! Calls that make one string of another, and what calls say about the strings that they are given.

use super::evidence::is_form;
use super::reduce::last_word;
use super::scope::{BUILDER, Held};
use super::value::{Item, Value};
use super::walk::{Child, Walk};
use crate::mark::Mark;
use crate::output::Context;
use crate::text::Text;

/// So many bytes of a name are looked at, from its end.
const MAX_NAME: usize = 200;

/// What a call does with a string, by its name in small letters without `_`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Fills in placeholders.
    Format,
    /// Joins a list.
    Join,
    /// Adds to what it belongs to.
    Append,
    /// The same, with its placeholders filled in.
    AppendFormat,
    /// Gives a string on that it is given: encodes, builds.
    Pass,
    /// Gives the string on that it belongs to: trims, converts.
    Own,
    /// Puts something in the place of a part.
    Replace,
    /// Makes a list.
    List,
    /// Strings in it are its own.
    None,
}

#[rustfmt::skip]
const EFFECTS: &[(Effect, &[&str])] = &[
    (Effect::Format, &[
        "format", "sprintf", "vsprintf", "formatted", "stringwithformat", "strformat", "interpolate",
        "localizedstringwithformat", "initwithformat", "sformat", "substitute", "safesubstitute",
    ]),
    (Effect::Join, &[
        "join", "implode", "joined", "jointostring", "mkstring", "componentsjoinedbystring", "concat!",
    ]),
    (Effect::Append, &[
        "append", "push", "add", "concat", "write", "writestring", "pushstr", "appendline",
        "appendstring", "stringbyappendingstring", "stringbyappendingformat", "appending", "plus", "appendln",
        "arraypush",
    ]),
    (Effect::AppendFormat, &["appendformat", "fprintf", "fprint", "fprintln"]),
    (Effect::Pass, &[
        "stringbuilder", "stringbuffer", "string", "nsstring", "nsmutablestring", "stringwithstring", "str",
        "initwithstring", "from", "dedent", "cleandoc", "encodeuricomponent", "encodeuri", "urlencode",
        "rawurlencode", "quote", "quoteplus", "queryescape", "pathescape", "escapedatastring", "urlencoder",
        "encode", "escapeuristring", "raw", "text", "builder", "escape", "newstringreader", "stringreader",
        "cgiescape", "newbufferstring", "unindent", "uriencode", "urlescape", "strval", "utf8encode", "cow",
        "htmlentitydecode", "escapedatauristring", "buildstring", "template",
    ]),
    (Effect::Own, &[
        "tostring", "tos", "toowned", "asstr", "freeze", "dup", "trim", "strip", "rstrip", "lstrip", "rtrim", "ltrim",
        "trimstart", "trimend", "squish", "trimindent", "trimmargin", "stripmargin", "stripindent", "stripheredoc",
        "into", "bytes", "addingpercentencoding", "asref", "toutf8", "intostring", "getbytes", "tobytes",
        "stringbyaddingpercentencodingwithallowedcharacters", "stringbyaddingpercentescapesusingencoding", "lowercase",
        "stringbytrimmingcharactersinset", "encodeutf8", "asbytes", "chomp", "html_safe",
    ]),
    (Effect::Replace, &[
        "replace", "replaceall", "replacefirst", "replacen", "gsub", "sub", "strreplace", "pregreplace", "strtr",
        "stringbyreplacingoccurrencesofstring", "replacingoccurrences",
    ]),
    (Effect::List, &["listof", "aslist", "of", "arraylist", "seq", "list", "array", "arrayof", "mutablelistof", "vec"]),
];

fn effect(name: &str) -> Effect {
    let name: String = name.chars().filter(|char| *char != '_').collect::<String>().to_ascii_lowercase();
    EFFECTS
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()))
        .map_or(Effect::None, |(effect, _)| *effect)
}

impl Walk<'_> {
    /// The value of a call.
    pub(super) fn call_of(&mut self, children: Vec<Child>) -> Value {
        let mut names: Vec<String> = Vec::new();
        let mut receiver = None;
        let mut arguments = Vec::new();
        let mut is_macro = false;
        for child in children.into_iter().filter(|child| child.is_named) {
            let callee = match child.field {
                Some("name" | "method" | "function" | "macro" | "constructor" | "type") => true,
                Some(_) => false,
                // Grammars without fields: what is called comes first.
                None => names.is_empty() && receiver.is_none() && !matches!(child.item.value, Value::List(_)),
            };
            is_macro |= child.field == Some("macro");
            match child.field {
                _ if callee => {
                    names.push(end_of_name(self.slice(child.item.range.clone())).to_owned());
                    match child.item.value {
                        Value::Member(inner) => receiver = Some(*inner),
                        // A function that is named, or a text that is called upon: `"…" trim`.
                        Value::Name(_) => {}
                        other => self.finish(other, &Context::default()),
                    }
                }
                Some("object" | "receiver" | "scope") => receiver = Some(child.item),
                _ => match child.item.value {
                    Value::List(items) if child.role == crate::syntax::Role::List => arguments.extend(items),
                    Value::List(items) if child.item.key.is_none() && child.field.is_none() => {
                        arguments.extend(items);
                    }
                    value => arguments.push(Item { value, ..child.item }),
                },
            }
        }
        let whole = names.join(".");
        let mut name = last_word(names.first().map_or("", |name| generic_name(name))).to_owned();
        if is_macro && name == "concat" {
            name.push('!');
        }
        self.call(&name, &whole, receiver, arguments)
    }

    fn call(&mut self, name: &str, whole: &str, receiver: Option<Item>, mut arguments: Vec<Item>) -> Value {
        let labelled = arguments.first().and_then(|it| it.key.as_deref()) == Some("format");
        let effect = if labelled { Effect::Format } else { effect(name) };
        // `String.join(" ", a, b)`, `string.Concat(a, b)`
        let of_strings = whole.rsplit_once('.').is_some_and(|(of, _)| is_string_type(of))
            || receiver.as_ref().is_some_and(|item| is_string_type(self.slice(item.range.clone())));
        match effect {
            Effect::Format => self.format(whole, receiver, arguments),
            Effect::Join => self.join_list(name, receiver.filter(|_| !of_strings), arguments),
            Effect::Append if of_strings => self.join(arguments, None),
            Effect::AppendFormat => {
                // `Fprintf(&builder, "…", value)`
                let of_first = receiver.as_ref().is_none_or(|it| !self.is_variable(it))
                    && arguments.first().is_some_and(|it| self.is_variable(it));
                let receiver = if of_first { Some(arguments.remove(0)) } else { receiver };
                let more = arguments.split_off(arguments.len().min(1));
                more.into_iter().for_each(|item| self.finish(item.value, &Context::default()));
                for argument in &mut arguments {
                    if let Value::Text(text) = &mut argument.value {
                        text.is_format = true;
                    }
                }
                self.append_to(receiver.unwrap_or_default(), arguments)
            }
            Effect::Append => {
                let receiver = receiver.or_else(|| self.builder());
                // `append(list, item)`
                let is_first = receiver.is_none() && arguments.first().is_some_and(|it| self.is_variable(it));
                let receiver = if is_first { Some(arguments.remove(0)) } else { receiver };
                self.append_to(receiver.unwrap_or_default(), arguments)
            }
            Effect::Replace => self.replace(receiver, arguments),
            Effect::Pass | Effect::Own => {
                let is_builder = name.starts_with("String") || name.starts_with("NSMutableString");
                if is_builder && arguments.is_empty() && receiver.is_none() {
                    return Value::Text(Text::default());
                }
                self.pass(receiver, arguments, effect)
            }
            Effect::List => Value::List(arguments),
            Effect::None => {
                let mut context = Context::named(name);
                if whole.len() > name.len() {
                    context.add_name(whole);
                }
                if let Some(receiver) = &receiver {
                    let object = self.slice(receiver.range.clone());
                    let is_part = |char: char| char.is_alphanumeric() || "_$@.->:".contains(char);
                    if object.len() <= MAX_NAME && object.chars().all(is_part) {
                        context.add_name(object);
                    }
                }
                if name.eq_ignore_ascii_case("vtql") {
                    context.mark = Some(Mark::Vtql);
                }
                if let Some(receiver) = receiver {
                    self.finish(receiver.value, &Context::default());
                }
                self.finish(Value::List(arguments), &context);
                Value::Other
            }
        }
    }

    /// Whether an item is a variable that has a text or a list.
    fn is_variable(&mut self, item: &Item) -> bool {
        matches!(&item.value, Value::Name(name) if self.scopes.find(name).is_some())
    }

    /// The string that the lambda around a call builds: `buildString { append("…") }`.
    fn builder(&mut self) -> Option<Item> {
        self.scopes.find(BUILDER).map(|_| Item::new(Value::Name(BUILDER.to_owned()), 0..0))
    }

    /// The first string, its placeholders filled in.
    fn format(&mut self, whole: &str, receiver: Option<Item>, arguments: Vec<Item>) -> Value {
        let mut found = None;
        let is_message = whole.contains("MessageFormat")
            || matches!(&receiver, Some(Item { value: Value::Name(name), .. }) if name == "MessageFormat");
        // `$date->format('Y-m-d')` fills in nothing that is known here.
        let of_other = matches!(&receiver, Some(item) if !matches!(item.value, Value::Text(_)));
        for item in receiver.into_iter().chain(arguments) {
            match item.value {
                Value::Text(mut text) if found.is_none() && (!of_other || has_placeholder(&text)) => {
                    text.is_format = true;
                    found = Some(text);
                }
                Value::Name(name) if found.is_none() => found = self.filled(&name),
                Value::Name(name) if found.as_ref().is_some_and(begins_with_placeholder) => self.go_on(&name),
                other => self.finish(other, &Context::default()),
            }
        }
        if let Some(text) = &mut found {
            for name in text.braced_names() {
                let Some(value) = self.scopes.value(&name) else { continue };
                text.substitute(&format!("{{{name}}}"), &value);
                if let Some(binding) = self.scopes.find(&name) {
                    binding.is_spliced = true;
                }
            }
        }
        if let Some(text) = found.as_mut().filter(|_| is_message) {
            text.without(|before, unit| before == Some('\'') && unit == '\'');
        }
        found.map_or(Value::Other, Value::Text)
    }

    /// The text of a variable is the beginning of a longer one: `sprintf('%s limit %d;', $query, $count)`.
    fn go_on(&mut self, name: &str) {
        if let Some(binding) = self.scopes.find(name)
            && let Held::Text(text) = &mut binding.held
        {
            text.open_end = true;
        }
    }

    fn join_list(&mut self, name: &str, receiver: Option<Item>, arguments: Vec<Item>) -> Value {
        if name == "concat!" {
            return self.join(arguments, None);
        }
        let mut list = None;
        let mut separator = None;
        let mut rest = Vec::new();
        let receiver_is_text = matches!(&receiver, Some(Item { value: Value::Text(_), .. }));
        for item in receiver.into_iter().chain(arguments) {
            match item.value {
                Value::List(items) if list.is_none() => list = Some(items),
                Value::Text(text) if separator.is_none() => separator = Some(text),
                Value::Name(name) if list.is_none() => match self.held_list(&name) {
                    Some(items) => list = Some(items),
                    None => rest.push(Item { value: Value::Name(name), ..item }),
                },
                value => rest.push(Item { value, ..item }),
            }
        }
        // The list within the brackets of an array: `new[] { a, b }`.
        let list = list.map(|mut items| match items.as_mut_slice() {
            [Item { value: Value::List(inner), .. }] => std::mem::take(inner),
            _ => items,
        });
        // `String.join(" ", a, b)`: the rest is the list.
        let list = match list {
            Some(list) => {
                rest.into_iter().for_each(|item| self.finish(item.value, &Context::default()));
                list
            }
            None if !receiver_is_text && rest.iter().any(|it| matches!(it.value, Value::Text(_))) => rest,
            None => {
                rest.into_iter().for_each(|item| self.finish(item.value, &Context::default()));
                return Value::Other;
            }
        };
        self.join(list, separator.as_ref())
    }

    /// The list that a variable holds; it is part of another text from now on.
    fn held_list(&mut self, name: &str) -> Option<Vec<Item>> {
        let binding = self.scopes.find(name)?;
        let Held::List(items) = &binding.held else { return None };
        let items = items.clone();
        binding.is_spliced = true;
        Some(items)
    }

    /// Adds strings to a string, a list or a variable, and returns that.
    pub(super) fn append_to(&mut self, receiver: Item, arguments: Vec<Item>) -> Value {
        match receiver.value {
            Value::Text(mut text) => {
                for argument in arguments {
                    let piece = self.piece(argument);
                    text.append(&piece);
                }
                Value::Text(text)
            }
            Value::List(mut items) => {
                items.extend(arguments);
                Value::List(items)
            }
            Value::Name(name) if self.scopes.find(&name).is_some() => {
                self.add(&name, &arguments);
                Value::Name(name)
            }
            other => {
                self.finish(other, &Context::default());
                self.finish(Value::List(arguments), &Context::default());
                Value::Other
            }
        }
    }

    /// The string that a call gives on: its own, else one that it is given.
    fn pass(&mut self, receiver: Option<Item>, arguments: Vec<Item>, effect: Effect) -> Value {
        let has_receiver = receiver.is_some();
        let own_text = match receiver.map(|item| item.value) {
            Some(Value::Text(text)) => Some(Value::Text(text)),
            Some(Value::Name(name)) if self.scopes.value(&name).is_some() => Some(Value::Name(name)),
            other => {
                self.finish(other.unwrap_or_default(), &Context::default());
                None
            }
        };
        // `urlencode({"operation": "query", "query": "…"})`
        if own_text.is_none() && (is_form(&arguments)) {
            self.finish(Value::List(arguments), &Context::default());
            return Value::Other;
        }
        let mut found = own_text;
        let takes_arguments = found.is_none() && (effect == Effect::Pass || !has_receiver);
        for item in arguments {
            let better = match (&item.value, &found) {
                _ if !takes_arguments => false,
                (Value::Text(text), Some(Value::Text(other))) => text.units.len() > other.units.len(),
                (Value::Text(_), _) | (Value::Name(_), None) => true,
                _ => false,
            };
            let left = if better { found.replace(item.value) } else { Some(item.value) };
            self.finish(left.unwrap_or_default(), &Context::default());
        }
        found.unwrap_or_default()
    }
}

/// The name of the type of all strings.
fn is_string_type(name: &str) -> bool {
    matches!(name, "String" | "string" | "str" | "System.String")
}

/// Whether a format fills in something before all else.
fn begins_with_placeholder(text: &Text) -> bool {
    text.units.first().is_some_and(|unit| matches!(unit.char, '%' | '{'))
}

/// Whether a text has something that a format fills in.
fn has_placeholder(text: &Text) -> bool {
    let follows = |pair: &[crate::text::Unit]| match pair[0].char {
        '%' => pair[1].char.is_ascii_alphanumeric() || "-+@.(".contains(pair[1].char),
        char => char == '{',
    };
    text.units.windows(2).any(follows)
}

/// The end of what is called: a chain of calls is one name inside of another, and their sum would be quadratic.
fn end_of_name(name: &str) -> &str {
    &name[name.ceil_char_boundary(name.len().saturating_sub(MAX_NAME))..]
}

/// The name of a function without its type arguments: `query<Contact>`.
fn generic_name(name: &str) -> &str {
    let name = name.trim_end_matches(['!', '?']);
    let mut depth = 0_usize;
    for (at, char) in name.char_indices().rev() {
        match char {
            '>' => depth += 1,
            '<' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return if char == '<' { &name[..at] } else { name };
        }
    }
    name
}
