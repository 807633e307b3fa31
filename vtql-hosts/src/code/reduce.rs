//! What a node is worth, once its children are read.

use super::scope::{Binding, Held};
use super::value::{Item, Value};
use super::walk::{Child, Frame, Walk};
use crate::output::Context;
use crate::syntax::Role;
use crate::text::Text;
use std::ops::Range;

impl Walk<'_> {
    pub(super) fn reduce(&mut self, frame: Frame) -> Item {
        let (role, range, children) = (frame.role(), frame.range.clone(), frame.children);
        let value = match role {
            Role::Binary => self.binary(children),
            Role::Adjacent => {
                let parts = children.into_iter().filter(|child| child.is_named).map(|child| child.item);
                self.join(parts.collect(), None)
            }
            Role::Wrapper => self.last(children),
            Role::List => self.list(children),
            Role::Pair => return self.pair(children, range),
            Role::Call => {
                let is_annotation = self.slice(range.clone()).starts_with('@');
                self.call_of(children, is_annotation)
            }
            Role::Member => self.member(children),
            Role::Constant => self.assign(children, true),
            Role::Assign => {
                // `const query = "…"`
                let is_constant = self.slice(0..range.start).trim_end().ends_with("const");
                self.assign(children, is_constant)
            }
            Role::Choice => self.choice(children),
            _ => {
                children.into_iter().for_each(|child| self.finish(child.item.value, &Context::default()));
                Value::Other
            }
        };
        Item::new(value, range)
    }

    /// The value of the last child that has one: a type may stand behind it. The others are on their own.
    fn last(&mut self, children: Vec<Child>) -> Value {
        let mut last = Value::Other;
        let is_known = |child: &Child| child.is_named && !matches!(child.item.value, Value::Other);
        for child in children.into_iter().filter(is_known) {
            let before = std::mem::replace(&mut last, child.item.value);
            self.finish(before, &Context::default());
        }
        last
    }

    fn binary(&mut self, children: Vec<Child>) -> Value {
        let Some((left, operator, right)) = self.operands(children) else { return Value::Other };
        let operator = operator.as_str();
        if self.syntax.joins.contains(&operator) {
            return self.join(vec![left, right], None);
        }
        match (operator, left.value, right) {
            ("%", left @ (Value::Text(_) | Value::Name(_)), right) => {
                let arguments = match right.value {
                    Value::List(items) => items,
                    value => vec![Item { value, ..right }],
                };
                self.format("", None, std::iter::once(Item::new(left, 0..0)).chain(arguments).collect())
            }
            ("<<", left, right) => {
                let left = Item::new(left, 0..0);
                self.append_to(left, vec![right])
            }
            ("+=", Value::Name(name), right) => {
                self.add(&name, &[right]);
                Value::Name(name)
            }
            // `condition && " where …"`
            ("&&" | "and", left, Item { value: Value::Text(text), .. }) => {
                self.finish(left, &Context::default());
                Value::Choice(vec![text])
            }
            ("->" | "to" | "=>", left, right) => {
                let key = Item::new(left, 0..0);
                Value::List(vec![key, right])
            }
            (_, left, right) => {
                self.finish(left, &Context::default());
                self.finish(right.value, &Context::default());
                Value::Other
            }
        }
    }

    /// Left, operator, right.
    fn operands(&mut self, children: Vec<Child>) -> Option<(Item, String, Item)> {
        let mut operator = None;
        let mut operands: Vec<Item> = Vec::new();
        let named = children.iter().filter(|child| child.is_named).count();
        for child in children {
            let is_operator = !child.is_named
                || matches!(child.field, Some("operator" | "op"))
                || (named == 3 && operands.len() == 1 && operator.is_none());
            if is_operator {
                operator.get_or_insert(self.slice(child.item.range).to_owned());
            } else {
                operands.push(child.item);
            }
        }
        let right = operands.pop();
        let left = operands.pop();
        operands.into_iter().for_each(|item| self.finish(item.value, &Context::default()));
        Some((left?, operator.unwrap_or_default(), right?))
    }

    /// Strings one behind the other, a hole for each that is not known. `Other` when none is known.
    pub(super) fn join(&mut self, parts: Vec<Item>, separator: Option<&Text>) -> Value {
        if !parts.iter().any(|part| self.is_text(part)) {
            parts.into_iter().for_each(|part| self.finish(part.value, &Context::default()));
            return Value::Other;
        }
        let mut parts = parts.into_iter();
        let mut text = match parts.next() {
            // The left side of a long chain: it is moved, so that a chain takes linear time.
            Some(Item { value: Value::Text(text), .. }) => text,
            Some(item) => self.piece(item),
            None => return Value::Other,
        };
        for part in parts {
            if let Some(separator) = separator {
                text.append(separator);
            }
            // `"cannot run " + query`: the query is still one of its own.
            let quoted = match &part.value {
                Value::Name(name) => self.scopes.value(name).filter(Text::begins_as_query),
                _ => None,
            };
            let next = quoted.unwrap_or_else(|| self.piece(part));
            text.append(&next);
        }
        Value::Text(text)
    }

    /// What an operand adds to a text.
    pub(super) fn piece(&mut self, item: Item) -> Text {
        match item.value {
            Value::Text(text) => text,
            Value::Choice(texts) => {
                let mut all = Text::default();
                for (index, text) in texts.iter().enumerate() {
                    // Each is a branch of its own, told from all others by its place.
                    let branch = u32::MAX - crate::output::number(item.range.start + index);
                    all.append_optional(text, branch);
                }
                all
            }
            Value::Name(name) => match self.scopes.value(&name) {
                Some(text) => {
                    self.splice(&name);
                    text
                }
                None => self.hole(item.range),
            },
            other => {
                self.finish(other, &Context::default());
                self.constant(&item.range).unwrap_or_else(|| self.hole(item.range))
            }
        }
    }

    pub(super) fn hole(&mut self, range: Range<usize>) -> Text {
        let name = self.source.get(range.clone()).unwrap_or_default();
        let name = self.output.name(name);
        Text::hole(range, name)
    }

    fn list(&mut self, children: Vec<Child>) -> Value {
        let mut items: Vec<Item> = Vec::new();
        let mut key = None;
        for child in children.into_iter().filter(|child| child.is_named) {
            if child.field == Some("key") {
                key = child.item.word().or_else(|| Some(self.slice(child.item.range.clone()).to_owned()));
                continue;
            }
            let mut item = child.item;
            if item.key.is_none() {
                item.key = key.take();
            }
            items.push(item);
        }
        // The arguments within the brackets of a call that has a wrapper for them.
        match items.as_mut_slice() {
            [Item { value: Value::List(inner), key: None, .. }]
                if inner.iter().any(|it| it.key.is_some()) =>
            {
                Value::List(std::mem::take(inner))
            }
            _ => Value::List(items),
        }
    }

    /// A value with a key, or a value.
    fn pair(&mut self, children: Vec<Child>, range: Range<usize>) -> Item {
        let mut named = children.into_iter().filter(|child| child.is_named);
        let (first, second) = (named.next(), named.next());
        let (key, value) = match (first, second) {
            (Some(value), None) => return Item { key: value.item.key.clone(), ..value.item },
            (Some(key), Some(value)) => (key, value),
            (None, _) => return Item::new(Value::Other, range),
        };
        let name = match key.item.word() {
            Some(word) => word,
            None => self.slice(key.item.range.clone()).trim_start_matches(':').to_owned(),
        };
        named.for_each(|child| self.finish(child.item.value, &Context::default()));
        if !matches!(key.item.value, Value::Text(_)) {
            self.finish(key.item.value, &Context::default());
        }
        Item { key: Some(name), ..value.item }
    }

    fn member(&mut self, children: Vec<Child>) -> Value {
        let mut named = children.into_iter().filter(|child| child.is_named);
        let Some(receiver) = named.next() else { return Value::Other };
        let mut strips = false;
        for child in named {
            strips |= self.slice(child.item.range.clone()).ends_with("Margin");
            self.finish(child.item.value, &Context::default());
        }
        let mut receiver = receiver;
        if let Value::Text(text) = &mut receiver.item.value
            && strips
        {
            text.without_margin();
        }
        match receiver.item.value {
            Value::Text(_) | Value::List(_) => Value::Member(Box::new(receiver.item)),
            Value::Name(name) => Value::Member(Box::new(Item::new(Value::Name(name), receiver.item.range))),
            other => {
                self.finish(other, &Context::default());
                Value::Member(Box::new(Item::new(Value::Other, receiver.item.range)))
            }
        }
    }

    /// One value or another. Those that are not known are holes.
    fn choice(&mut self, children: Vec<Child>) -> Value {
        let mut branches: Vec<Child> = children.into_iter().filter(|child| child.is_named).collect();
        // Python has no names for its three: `value if condition else other`.
        let condition = branches.iter().position(|child| child.field == Some("condition"));
        let condition = condition.or_else(|| (branches.len() == 3).then_some(1));
        // `value ?: other`
        let is_value = branches.len() < 3;
        if let Some(at) = condition.filter(|_| !is_value) {
            let condition = branches.remove(at);
            self.finish(condition.item.value, &Context::default());
        }
        let is_known = branches.iter().any(|child| self.is_text(&child.item));
        if !is_known || branches.len() > MAX_CHOICES {
            branches.into_iter().for_each(|child| self.finish(child.item.value, &Context::default()));
            return Value::Other;
        }
        let mut texts: Vec<Text> = Vec::new();
        for child in branches {
            match child.item.value {
                Value::Choice(more) => texts.extend(more),
                _ => texts.push(self.piece(child.item)),
            }
        }
        if texts.len() > MAX_CHOICES {
            texts.into_iter().for_each(|text| self.finish_text(text, Context::default()));
            return Value::Other;
        }
        // `query.endsWith(";") ? query : query + ";"`
        let is_same = |one: &Text, other: &Text| {
            let (short, long) = if one.units.len() < other.units.len() { (one, other) } else { (other, one) };
            one.units.len() != other.units.len()
                && short.begins_as_query()
                && long.units.starts_with(&short.units)
        };
        let is_other_way = |text: &Text| {
            texts.iter().any(|other| {
                let is_shorter = other.units.len() < text.units.len();
                is_same(text, other) && other.is_ended() && (!text.is_ended() || is_shorter)
            })
        };
        Value::Choice(texts.iter().filter(|text| !is_other_way(text)).cloned().collect())
    }

    /// Whether something of a text is known.
    pub(super) fn is_text(&self, item: &Item) -> bool {
        match &item.value {
            Value::Text(_) => true,
            Value::Choice(texts) => !texts.is_empty(),
            Value::Name(name) => self.scopes.value(name).is_some(),
            _ => self.constant(&item.range).is_some(),
        }
    }

    /// The text of a constant that belongs to something: `self.MODULE`.
    pub(super) fn constant(&self, range: &Range<usize>) -> Option<Text> {
        let name = if range.len() <= MAX_CONSTANT { self.slice(range.clone()) } else { "" };
        let is_part = |char: char| char.is_alphanumeric() || "_$.:->".contains(char);
        let is_name = name.contains(['.', ':', '>']) && name.chars().all(is_part);
        if is_name { self.scopes.value(name) } else { None }
    }

    fn assign(&mut self, children: Vec<Child>, is_constant: bool) -> Value {
        let mut target: Option<Range<usize>> = None;
        let mut operator: Option<String> = None;
        let mut value = None;
        let mut declared = None;
        for child in children {
            if child.field == Some("type") && target.is_some() {
                declared = Some(child.item.range.clone());
            }
            let text = self.slice(child.item.range.clone());
            let is_operator = !child.is_named || child.role == Role::Other && child.field == Some("operator");
            let is_target =
                matches!(child.field, Some("name" | "left" | "pattern" | "declarator" | "target"));
            if is_operator && operator.is_none() && text.ends_with('=') {
                operator = Some(text.to_owned());
            } else if operator.is_none() && child.is_named {
                if target.is_none() || is_target || !matches!(child.field, Some("type")) {
                    let typed = child.field == Some("type") && target.is_some();
                    if !typed {
                        target = Some(child.item.range.clone());
                    }
                }
                self.finish(child.item.value, &Context::default());
            } else if operator.is_some() && value.is_none() && child.is_named {
                value = Some(child.item);
            } else {
                self.finish(child.item.value, &Context::default());
            }
        }
        // `var query strings.Builder`
        let made = value.as_ref().map(|item| item.range.clone()).or(declared).unwrap_or_default();
        let built = empty(self.slice(made.clone())).map(|value| Item::new(value, made));
        let Some(value) = built.or(value) else { return Value::Other };
        let target = target.map(|range| self.slice(range).to_owned()).unwrap_or_default();
        let operator = operator.as_deref().unwrap_or("=");
        // `parts[0] = "…"`: what the list holds is not known any more.
        if let Some((list, _)) = target.split_once('[').filter(|(_, rest)| *rest != "]")
            && let Some(name) = variable(list)
        {
            self.forget(&name);
        }
        // `$parts[] = "…"`
        let (target, operator) = match target.strip_suffix("[]") {
            Some(list) if operator == "=" => (list, "+="),
            _ => (target.as_str(), operator),
        };
        let Some(name) = variable(target) else {
            self.finish(value.value, &Context::default());
            return Value::Other;
        };
        match operator {
            "=" | ":=" => self.set(&name, value, is_constant),
            "+=" | ".=" | "&=" => self.add(&name, &[value]),
            _ => self.finish(value.value, &Context::named(&name)),
        }
        Value::Name(name)
    }

    /// A variable gets a value.
    pub(super) fn set(&mut self, name: &str, item: Item, is_constant: bool) {
        let mut context = Context::named(last_word(name));
        let held = match item.value {
            Value::Text(text) => Held::Text(text),
            Value::List(items) => Held::List(items),
            // `list = append(list, item)`
            Value::Name(other) if other == name => return,
            Value::Name(other) => match self.scopes.value(&other) {
                Some(text) => Held::Text(text),
                None => {
                    self.forget(name);
                    return;
                }
            },
            other => {
                context.is_operation = false;
                self.finish(other, &context);
                self.forget(name);
                return;
            }
        };
        if let Held::Text(text) = &held
            && self.goes_on(name, text)
        {
            return;
        }
        self.forgets(name);
        let depth = self.depth();
        let mut binding = Binding::new(name.to_owned(), held, context, self.depth());
        binding.is_constant |= is_constant;
        // What a parameter holds if nothing is given for it.
        binding.is_unsure = self.is_in_parameters();
        if let Some(mut old) = self.scopes.set(binding) {
            // What is added behind the branch is added to either.
            let is_either = old.is_unsure || depth > old.depth();
            if let Held::Text(text) = &mut old.held
                && is_either
            {
                text.open_end |= !text.is_ended();
            }
            self.finish_binding(old);
        }
    }

    /// Whether a value, in a branch, is the one from before the branch with more behind it: `query = query + "…"`. That
    /// is added.
    fn goes_on(&mut self, name: &str, text: &Text) -> bool {
        let depth = self.depth();
        let Some(binding) = self.scopes.find(name) else { return false };
        let Held::Text(before) = &binding.held else { return false };
        let goes_on = depth > binding.depth()
            && !binding.is_unsure
            && !before.units.is_empty()
            && text.units.len() > before.units.len()
            && text.units.starts_with(&before.units)
            && text.optional == before.optional;
        if !goes_on {
            return false;
        }
        let units = text.units[before.units.len()..].to_vec();
        let more = Text { units, optional: Vec::new(), ..text.clone() };
        binding.is_spliced = false;
        self.add(name, &[Item::new(Value::Text(more), 0..0)]);
        true
    }

    fn forget(&mut self, name: &str) {
        self.forgets(name);
        if let Some(old) = self.scopes.forget(name) {
            self.finish_binding(old);
        }
    }

    /// A variable gets more of its value.
    pub(super) fn add(&mut self, name: &str, parts: &[Item]) {
        if self.scopes.find(name).is_none() {
            for part in parts {
                self.finish(part.value.clone(), &Context::named(last_word(name)));
            }
            return;
        }
        if self.scopes.is_hidden(name) {
            parts.iter().for_each(|part| self.finish(part.value.clone(), &Context::named(last_word(name))));
            return;
        }
        let texts: Vec<Text> = parts.iter().map(|part| self.piece(part.clone())).collect();
        let depth = self.scopes.find(name).map_or(0, |binding| binding.depth());
        let branch = self.branch_below(depth);
        let Some(binding) = self.scopes.find(name) else { return };
        match &mut binding.held {
            Held::Unknown => {}
            Held::Text(whole) => {
                for text in &texts {
                    match branch {
                        Some(branch) => whole.append_optional(text, branch),
                        None => whole.append(text),
                    }
                }
            }
            Held::List(items) => {
                for text in texts {
                    let mut item = Text::default();
                    match branch {
                        Some(branch) => item.append_optional(&text, branch),
                        None => item.append(&text),
                    }
                    items.push(Item::new(Value::Text(item), 0..0));
                }
            }
        }
    }

    /// The text of a variable, filled in as a format.
    pub(super) fn filled(&mut self, name: &str) -> Option<Text> {
        let mut text = self.scopes.value(name)?;
        self.splice(name);
        text.is_format = true;
        Some(text)
    }
}

/// No choice has more branches than this.
const MAX_CHOICES: usize = 8;

/// The path to a constant is no longer.
const MAX_CONSTANT: usize = 80;

/// What a variable of Go holds to which texts are added: `strings.Builder`, `&bytes.Buffer{}`.
fn empty(of: &str) -> Option<Value> {
    let of = of.strip_prefix("new(").and_then(|it| it.strip_suffix(')')).unwrap_or(of);
    match of.trim_start_matches('&').trim_end_matches("{}") {
        "strings.Builder" | "bytes.Buffer" => Some(Value::Text(Text::default())),
        "[]string" => Some(Value::List(Vec::new())),
        _ => None,
    }
}

/// The name of what is assigned to: a variable, or a property of one.
fn variable(target: &str) -> Option<String> {
    let name = target.trim().trim_start_matches(['*', '&']).trim();
    let is_name = !name.is_empty()
        && name.len() <= 80
        && name.chars().all(|char| char.is_alphanumeric() || "_$@.->:".contains(char));
    is_name.then(|| name.to_owned())
}

/// The property that is named last.
pub(super) fn last_word(name: &str) -> &str {
    let is_part = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
    name.rsplit(|char| !is_part(char)).find(|part| !part.is_empty()).unwrap_or(name)
}
