//! Calls that make one string of another, and what calls say about the strings that they are given.

use super::evidence::is_form;
use super::reduce::last_word;
use super::scope::BUILDER;
use super::value::{Item, Value};
use super::walk::{Child, Walk};
use crate::mark::Mark;
use crate::output::Context;
use crate::text::{NO_LITERAL, Text};

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
    /// Gives the string on that it belongs to, or its first argument: trims, converts.
    Own,
    /// The same, without the characters that it ends with.
    Strip,
    /// The same, without a text that it ends with.
    StripText,
    /// The same, without so many characters.
    Cut,
    /// Puts something in the place of a part.
    Replace,
    /// Makes a list.
    List,
    /// Leaves items out of the list that it belongs to.
    Same,
    /// Strings in it are its own.
    None,
}

#[rustfmt::skip]
const EFFECTS: &[(Effect, &[&str])] = &[
    (Effect::Format, &[
        "format", "sprintf", "vsprintf", "formatted", "stringwithformat", "strformat", "interpolate", "format!",
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
    (Effect::AppendFormat, &["appendformat", "fprintf", "fprint", "fprintln", "write!", "writeln!"]),
    (Effect::Pass, &[
        "stringbuilder", "stringbuffer", "string", "nsstring", "nsmutablestring", "stringwithstring", "str",
        "initwithstring", "from", "dedent", "cleandoc", "encodeuricomponent", "encodeuri", "urlencode",
        "rawurlencode", "quote", "quoteplus", "queryescape", "pathescape", "escapedatastring", "urlencoder",
        "encode", "escapeuristring", "text", "builder", "escape", "newstringreader", "stringreader",
        "cgiescape", "newbufferstring", "unindent", "uriencode", "urlescape", "strval", "utf8encode", "cow",
        "htmlentitydecode", "escapedatauristring", "buildstring", "template",
    ]),
    (Effect::Own, &[
        "tostring", "tos", "toowned", "asstr", "freeze", "dup", "lstrip", "ltrim", "trimstart", "squish", "trimindent", "trimmargin", "stripmargin", "stripindent", "stripheredoc",
        "into", "bytes", "addingpercentencoding", "asref", "toutf8", "intostring", "getbytes", "tobytes",
        "stringbyaddingpercentencodingwithallowedcharacters", "stringbyaddingpercentescapesusingencoding", "lowercase",
        "stringbytrimmingcharactersinset", "encodeutf8", "asbytes", "html_safe",
    ]),
    (Effect::Strip, &["trim", "strip", "rstrip", "rtrim", "trimend", "trimright"]),
    (Effect::StripText, &[
        "chomp", "removesuffix", "deletesuffix", "trimendmatches", "trimsuffix", "stripsuffix", "removeend",
    ]),
    (Effect::Cut, &["substr", "mbsubstr"]),
    (Effect::Replace, &[
        "replace", "replaceall", "replacefirst", "replacen", "gsub", "sub", "strreplace", "pregreplace", "strtr",
        "stringbyreplacingoccurrencesofstring", "replacingoccurrences",
    ]),
    (Effect::Same, &[
        "filter", "compact", "compactmap", "reject", "where", "tolist", "toarray", "tovec", "iter", "collect",
        "filternotnull", "distinct", "flatten",
    ]),
    (Effect::List, &["vec!", "listof", "listofnotnull", "aslist", "of", "arraylist", "seq", "list", "array", "arrayof", "mutablelistof", "vec"]),
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
    pub(super) fn call_of(&mut self, children: Vec<Child>, is_annotation: bool) -> Value {
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
        if is_macro {
            name.push('!');
        }
        if is_annotation {
            name.insert(0, '@');
        }
        self.call(&name, &whole, receiver, arguments)
    }

    fn call(&mut self, name: &str, whole: &str, receiver: Option<Item>, mut arguments: Vec<Item>) -> Value {
        let labelled = arguments.first().and_then(|it| it.key.as_deref()) == Some("format");
        let effect = match whole {
            _ if labelled => Effect::Format,
            "String.raw" => Effect::Pass,
            "String::new" | "String::with_capacity" => return Value::Text(Text::default()),
            _ if name == "split" && arguments.is_empty() => Effect::Own,
            _ => effect(name),
        };
        if let Some(Item { value: Value::Name(list), .. }) = &receiver
            && (changes_items(whole) || changes_items(name))
            && self.scopes.list(list).is_some()
        {
            self.scopes.forget(list);
            arguments.into_iter().for_each(|item| self.finish(item.value, &Context::default()));
            return Value::Other;
        }
        // `String.join(" ", a, b)`, `string.Concat(a, b)`
        let of_strings = whole.rsplit_once('.').is_some_and(|(of, _)| is_string_type(of))
            || receiver.as_ref().is_some_and(|item| is_string_type(self.slice(item.range.clone())));
        match effect {
            Effect::Format => self.format(whole, receiver, arguments),
            Effect::Join => self.join_list(name, receiver.filter(|_| !of_strings), arguments),
            Effect::Append if of_strings => self.join(arguments, None),
            Effect::AppendFormat => {
                // `Fprintf(&builder, "…", value)`
                let is_receiver = receiver.as_ref().is_some_and(|it| self.is_variable(it));
                let at = arguments.iter().take(2).position(|it| self.is_variable(it));
                let receiver = match at.filter(|_| !is_receiver) {
                    Some(at) => arguments.drain(..=at).next_back(),
                    None => receiver,
                };
                fill_in(&mut arguments);
                let more = arguments.split_off(arguments.len().min(1));
                more.into_iter().for_each(|item| self.finish(item.value, &Context::default()));
                self.append_to(receiver.unwrap_or_default(), arguments)
            }
            Effect::Append => {
                let receiver = receiver.or_else(|| self.builder());
                // `append(list, item)`
                let is_first = receiver.is_none() && arguments.first().is_some_and(|it| self.is_variable(it));
                let receiver = if is_first { Some(arguments.remove(0)) } else { receiver };
                if name.to_ascii_lowercase().ends_with("line") || name == "appendln" {
                    let end = arguments.last().map_or(0..0, |item| item.range.end..item.range.end);
                    let mut line = Text::default();
                    line.push('\n', end, NO_LITERAL);
                    arguments.push(Item::new(Value::Text(line), 0..0));
                }
                self.append_to(receiver.unwrap_or_default(), arguments)
            }
            Effect::Replace => self.replace(receiver, arguments),
            Effect::Strip | Effect::StripText => self.strip(receiver, arguments, effect),
            Effect::Cut => self.cut(receiver, arguments),
            Effect::Pass | Effect::Own => {
                let is_builder = name.starts_with("String") || name.starts_with("NSMutableString");
                if is_builder && arguments.is_empty() && receiver.is_none() {
                    return Value::Text(Text::default());
                }
                self.pass(receiver, arguments, effect)
            }
            Effect::List => Value::List(arguments),
            Effect::Same if receiver.as_ref().is_some_and(|item| self.is_list(item)) => {
                arguments.into_iter().for_each(|item| self.finish(item.value, &Context::default()));
                receiver.map(|item| item.value).unwrap_or_default()
            }
            Effect::Same | Effect::None => {
                if name.eq_ignore_ascii_case("define")
                    && let [constant, value] = arguments.as_slice()
                    && let (Some(constant), Value::Text(_)) = (constant.word(), &value.value)
                {
                    let value = value.clone();
                    self.set(&constant, value, true);
                    return Value::Other;
                }
                if name.ends_with('!') && name != "vtql!" {
                    fill_in(&mut arguments);
                }
                let name = name.trim_end_matches('!');
                let mut context = Context::named(name);
                if whole.len() > name.len() {
                    context.add_name(whole);
                }
                if let Some(receiver) = &receiver {
                    let object = self.slice(receiver.range.clone());
                    let is_part = |char: char| char.is_alphanumeric() || "_$@.->:".contains(char);
                    // `DB::connection('x')->select("…")`
                    let end = object.find(|char| !is_part(char)).unwrap_or(object.len());
                    if end <= MAX_NAME {
                        context.add_name(&object[..end]);
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

    /// Whether an item is a list, or a variable that has one.
    fn is_list(&self, item: &Item) -> bool {
        match &item.value {
            Value::List(_) => true,
            Value::Name(name) => self.scopes.list(name).is_some(),
            _ => false,
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
    pub(super) fn format(&mut self, whole: &str, receiver: Option<Item>, arguments: Vec<Item>) -> Value {
        let mut found: Option<Text> = None;
        let mut values = Vec::new();
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
                Value::List(items) if found.is_some() && item.key.is_none() => values.extend(items),
                value if found.is_some() => values.push(Item { value, ..item }),
                other => self.finish(other, &Context::default()),
            }
        }
        let Some(mut text) = found else { return Value::Other };
        for name in text.braced_names() {
            let Some(value) = self.scopes.value(&name) else { continue };
            text.substitute(&format!("{{{name}}}"), &value);
            self.splice(&name);
        }
        self.fill(&mut text, values);
        if is_message {
            text.without(|before, unit| before == Some('\'') && unit == '\'');
        }
        Value::Text(text)
    }

    fn join_list(&mut self, name: &str, receiver: Option<Item>, arguments: Vec<Item>) -> Value {
        if name == "concat!" {
            return self.join(arguments, None);
        }
        let has_receiver = receiver.is_some();
        let receiver_is_text = matches!(&receiver, Some(Item { value: Value::Text(_), .. }));
        let mut list = None;
        let mut texts = Vec::new();
        let mut rest = Vec::new();
        for item in receiver.into_iter().chain(arguments) {
            match item.value {
                Value::List(items) if list.is_none() => list = Some(items),
                Value::Name(name) if list.is_none() => match self.held_list(&name) {
                    Some(items) => list = Some(items),
                    None => rest.push(Item { value: Value::Name(name), ..item }),
                },
                Value::Text(_) => texts.push(item),
                value => rest.push(Item { value, ..item }),
            }
        }
        // The list within the brackets of an array: `new[] { a, b }`.
        let list = list.map(|mut items| match items.as_mut_slice() {
            [Item { value: Value::List(inner), .. }] => std::mem::take(inner),
            _ => items,
        });
        let list = match list {
            Some(list) => Some(list),
            // `" ".join(text.split())`
            None if receiver_is_text && texts.get(1).is_some_and(begins_as_query) => {
                return texts.swap_remove(1).value;
            }
            // `String.join(" ", a, b)`: the rest is the list.
            None if !has_receiver && texts.len() > 1 => {
                rest.extend(texts.drain(1..));
                rest.sort_by_key(|item| item.range.start);
                Some(std::mem::take(&mut rest))
            }
            None => None,
        };
        // What makes other texts of the items.
        let is_changed = name == "joinToString" && !rest.is_empty();
        rest.into_iter().for_each(|item| self.finish(item.value, &Context::default()));
        let end = list.iter().flatten().map(|item| item.range.end).next_back().unwrap_or_default();
        let around = Around::of(name, texts, end);
        let joined = match list {
            Some(list) if !is_changed => self.join(list, Some(&around.separator)),
            _ => Value::Other,
        };
        if around.before.units.is_empty() && around.behind.units.is_empty() {
            return joined;
        }
        let between = match joined {
            Value::Text(text) => text,
            _ => self.hole(end..end),
        };
        let mut text = around.before;
        text.append(&between);
        text.append(&around.behind);
        Value::Text(text)
    }

    /// The list that a variable holds; it is part of another text from now on.
    fn held_list(&mut self, name: &str) -> Option<Vec<Item>> {
        let items = self.scopes.list(name)?;
        self.splice(name);
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

    /// The string that a call strips, without what that takes off its end.
    fn strip(&mut self, receiver: Option<Item>, arguments: Vec<Item>, effect: Effect) -> Value {
        // `rtrim($text, ';')`, `text.rstrip(";")`
        let is_own = usize::from(!receiver.as_ref().is_some_and(|item| self.is_text(item)));
        let stripped = arguments.get(is_own).map(|item| (item.word(), self.slice(item.range.clone())));
        let (word, written) = stripped.map_or((None, String::new()), |(word, text)| (word, text.to_owned()));
        let value = self.pass(receiver, arguments, Effect::Own);
        if written.is_empty() {
            return value;
        }
        self.changed(value, |text| match &word {
            Some(suffix) if effect == Effect::StripText => text.without_suffix(suffix),
            Some(chars) if !chars.contains("..") => text.without_last(|char| chars.contains(char)),
            // A pattern, or a character of a language that has those.
            _ if written.contains(';') => text.without_end(),
            _ => {}
        })
    }

    /// The string that a call takes characters off the end of: `substr($text, 0, -2)`. What other calls of this kind
    /// leave is not known.
    fn cut(&mut self, receiver: Option<Item>, arguments: Vec<Item>) -> Value {
        let written = |item: &Item| self.slice(item.range.clone()).trim().to_owned();
        let rest: Vec<String> = arguments.iter().skip(1).map(written).collect();
        let length = match rest.as_slice() {
            [start, length] if receiver.is_none() && start == "0" => {
                length.strip_prefix('-').and_then(|length| length.trim().parse::<usize>().ok())
            }
            _ => None,
        };
        match length {
            Some(length) => {
                let value = self.pass(receiver, arguments, Effect::Own);
                self.changed(value, |text| text.without_units(length))
            }
            None => {
                self.finish(receiver.unwrap_or_default().value, &Context::default());
                self.finish(Value::List(arguments), &Context::default());
                Value::Other
            }
        }
    }

    /// A text, or that of a variable, after a change.
    fn changed(&mut self, value: Value, change: impl FnOnce(&mut Text)) -> Value {
        let text = match value {
            Value::Name(name) => match self.scopes.value(&name) {
                Some(text) => {
                    self.splice(&name);
                    Some(text)
                }
                None => return Value::Name(name),
            },
            Value::Text(text) => Some(text),
            other => return other,
        };
        text.map_or(Value::Other, |mut text| {
            change(&mut text);
            Value::Text(text)
        })
    }

    /// What a variable holds is part of another text.
    pub(super) fn splice(&mut self, name: &str) {
        if let Some(binding) = self.scopes.find(name) {
            binding.is_spliced = true;
        }
    }

    /// The string that a call gives on: its own, else the first that it is given. What a method of something else is
    /// given (`date.toString("yyyy")`, `name.encode("utf-8")`) says how, unless it is a query (`url.escape(query)`).
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
        for (at, item) in arguments.into_iter().enumerate() {
            let is_given = found.is_none()
                && match &item.value {
                    Value::Text(text) if has_receiver => effect == Effect::Pass && text.mentions_select(),
                    Value::Name(_) if has_receiver => effect == Effect::Pass,
                    Value::Text(_) | Value::Name(_) => at == 0,
                    _ => false,
                };
            if is_given {
                found = Some(item.value);
            } else {
                self.finish(item.value, &Context::default());
            }
        }
        found.unwrap_or_default()
    }
}

/// What stands around the items of a list that is joined, and between them.
#[derive(Debug, Default)]
struct Around {
    before: Text,
    separator: Text,
    behind: Text,
}

impl Around {
    /// Of the texts that such a call is given: Kotlin's `joinToString(separator, prefix, postfix)`, Scala's
    /// `mkString(start, separator, end)`, a separator elsewhere. `end` is where the list ends.
    fn of(name: &str, texts: Vec<Item>, end: usize) -> Self {
        let mut around = Around::default();
        let is_kotlin = name == "joinToString";
        if is_kotlin {
            for char in ", ".chars() {
                around.separator.push(char, end..end, NO_LITERAL);
            }
        }
        let is_scala = name == "mkString" && texts.len() == 3;
        for (at, item) in texts.into_iter().enumerate() {
            let Value::Text(text) = item.value else { continue };
            match (item.key.as_deref(), at) {
                (Some("prefix"), _) => around.before = text,
                (Some("postfix"), _) => around.behind = text,
                (None, 0) if is_scala => around.before = text,
                (None, 1) if is_scala => around.separator = text,
                (None, 1) if is_kotlin => around.before = text,
                (None, 2) if is_scala || is_kotlin => around.behind = text,
                (_, 0) | (Some("separator"), _) => around.separator = text,
                _ => {}
            }
        }
        around
    }
}

fn begins_as_query(item: &Item) -> bool {
    matches!(&item.value, Value::Text(text) if text.begins_as_query())
}

/// The texts among these are formats.
fn fill_in(arguments: &mut [Item]) {
    for argument in arguments {
        if let Value::Text(text) = &mut argument.value {
            text.is_format = true;
        }
    }
}

/// Whether a call changes the items of the list that it belongs to.
fn changes_items(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    matches!(
        last,
        "replaceAll" | "map!" | "collect!" | "fill" | "transform" | "reject!" | "select!" | "compact!"
    )
}

/// The name of the type of all strings.
fn is_string_type(name: &str) -> bool {
    matches!(name, "String" | "string" | "str" | "System.String")
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
