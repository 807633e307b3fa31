//! A plausible value for a field, from its name and type.

use super::choices;
use super::person::Person;
use super::plan::Ids;
use super::random::Random;
use super::words;
use crate::catalog::{Catalog, Field, Kind, Module};
use crate::clock;
use crate::reference;
use jiff::{Timestamp, ToSpan};

/// How often, in percent, a field that may be empty is.
const EMPTY: u64 = 25;
/// How often, in percent, a free text is a nasty one.
const NASTY: u64 = 3;
/// The days over which records were created, up to the last one below.
const DAYS: i64 = 700;
/// When the last record was changed, in seconds since 1970: 2026-11-01 12:00:00 UTC. A fixed time,
/// so that the same seed gives the same data for ever.
const LAST: i64 = 1_793_534_400;

/// One record in the making.
pub(super) struct Maker<'a> {
    catalog: &'a Catalog,
    ids: &'a Ids,
    module: &'a str,
    random: Random,
    person: Person,
    number: i64,
    created: i64,
    modified: i64,
}

impl<'a> Maker<'a> {
    pub(super) fn new(catalog: &'a Catalog, ids: &'a Ids, module: &'a Module, seed: u64) -> Self {
        let mut random = Random::new(seed, &module.name);
        let person = Person::new(&mut random);
        Maker { catalog, ids, module: &module.name, random, person, number: 0, created: LAST, modified: LAST }
    }

    /// Turns to the next record, the `position`-th of its module.
    pub(super) fn next(&mut self, position: usize) {
        self.person = Person::new(&mut self.random);
        self.number = i64::try_from(position).unwrap_or(i64::MAX).saturating_add(1);
        self.created = LAST - self.random.between(0, DAYS * 86_400);
        self.modified = self.random.between(self.created, LAST);
    }

    /// The stored value of a field.
    pub(super) fn value(&mut self, field: &Field) -> Option<String> {
        let described = &field.described;
        match described.name.as_str() {
            "createdtime" => return Some(datetime(self.created)),
            "modifiedtime" => return Some(datetime(self.modified)),
            "source" => return Some("CRM".to_owned()),
            "starred" | "isconvertedfromlead" | "isconvertedfrompotential" => return Some("0".to_owned()),
            "tags" | "imagename" => return Some(String::new()),
            _ => {}
        }
        if described.picklist.is_empty()
            && let Some(choices) = choices::of(self.module, &described.name)
        {
            // Settings have one record for each.
            let by_number = usize::try_from(self.number - 1).ok().and_then(|index| choices.get(index));
            let word = by_number.copied().unwrap_or_else(|| self.random.word(choices));
            return Some(word.to_owned());
        }
        let may_be_empty =
            !described.mandatory && described.editable && !matches!(field.kind, Kind::Boolean | Kind::Flag);
        let empty = may_be_empty && described.ty.name() != "owner" && self.random.percent(EMPTY);
        match field.kind {
            Kind::Id => None,
            Kind::Reference => Some(self.reference(field, empty)),
            Kind::Integer => Some(if empty { 0 } else { self.integer(&described.name) }.to_string()),
            Kind::Decimal(digits) => Some(self.decimal(&described.name, digits, empty)),
            Kind::Boolean | Kind::Flag => Some(u8::from(self.random.percent(20)).to_string()),
            Kind::Date => (!empty).then(|| self.date(&described.name)),
            Kind::DateTime => (!empty).then(|| datetime(self.random.between(self.created, LAST))),
            Kind::Time if empty => None,
            Kind::TimeText | Kind::Text if empty => Some(String::new()),
            // Hours, which describe calls a time (observed).
            Kind::TimeText if described.is_hours() => Some(self.integer(&described.name).to_string()),
            Kind::Time | Kind::TimeText => {
                Some(format!("{:02}:{:02}:00", self.random.between(7, 18), self.random.below(4) * 15))
            }
            Kind::Text if described.ty.is_picklist() => Some(self.picklist(field)),
            Kind::Text => Some(self.text(&described.name, described.ty.name())),
        }
    }

    fn reference(&mut self, field: &Field, empty: bool) -> String {
        let targets = match (field.described.ty.name(), field.described.name.as_str()) {
            ("owner", _) => vec!["Users".to_owned(), "Users".to_owned(), "Groups".to_owned()],
            (_, "modifiedby" | "creator" | "created_user_id" | "createdby") => vec!["Users".to_owned()],
            _ if empty => return reference::NONE.to_owned(),
            _ => field.described.refers_to.clone(),
        };
        let existing: Vec<&Module> = targets
            .iter()
            .filter(|name| !self.ids.of(name).is_empty())
            .filter_map(|name| self.catalog.module(name).map(AsRef::as_ref))
            .collect();
        if existing.is_empty() && field.described.ty.name() == "owner" {
            return self.catalog.user_id(1);
        }
        let target = self.random.pick(&existing).copied();
        let id = target.and_then(|module| Some((module, *self.random.pick(self.ids.of(&module.name))?)));
        id.map_or_else(|| reference::NONE.to_owned(), |(module, id)| module.id(id))
    }

    fn integer(&mut self, name: &str) -> i64 {
        match name {
            "employees" | "noofemployees" => self.random.between(1, 20_000),
            "probability" | "progress" => self.random.between(0, 20) * 5,
            "deleted" => 0,
            "duration_hours" => self.random.between(1, 4),
            "sequence" | "sequence_no" => self.number,
            _ => self.random.between(0, 1_000),
        }
    }

    fn decimal(&mut self, name: &str, digits: usize, empty: bool) -> String {
        let cents = match name {
            _ if empty => 0,
            "conversion_rate" => 100,
            "probability" | "commissionrate" | "percentage" => self.random.between(0, 20) * 500,
            "quantity" | "qtyinstock" | "qty_per_unit" => self.random.between(1, 500) * 25,
            _ => match self.random.below(20) {
                0 => -self.random.between(1, 50_000),
                1 => self.random.between(100_000_000, 9_999_999_999),
                _ => self.random.between(0, 2_500_000),
            },
        };
        let whole =
            format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, (cents / 100).abs(), (cents % 100).abs());
        format!("{whole}{}", "0".repeat(digits.saturating_sub(2)))
    }

    fn date(&mut self, name: &str) -> String {
        let seconds = match name {
            "birthday" => LAST - self.random.between(18 * 365, 80 * 365) * 86_400,
            _ => LAST + self.random.between(-500, 365) * 86_400,
        };
        datetime(seconds).chars().take(10).collect()
    }

    fn picklist(&mut self, field: &Field) -> String {
        let values: Vec<&str> = field.described.picklist.iter().map(|value| value.value.as_str()).collect();
        if field.described.ty.name() != "multipicklist" {
            return self.random.word(&values).to_owned();
        }
        let chosen: Vec<&str> = values.into_iter().filter(|_| self.random.percent(30)).collect();
        chosen.join(" |##| ")
    }

    fn text(&mut self, name: &str, ty: &str) -> String {
        let random = &mut self.random;
        match (ty, name) {
            ("phone", _) => return self.person.phone(random),
            ("email", _) => return self.person.email(self.number),
            ("url", _) => {
                return format!("https://www.example.com/{}?a=1&b={}", self.number, random.below(99));
            }
            ("skype", _) => return format!("live:user{}", self.number),
            ("file" | "image" | "password" | "autogenerated", _) => return String::new(),
            _ => {}
        }
        if random.percent(NASTY) && name != "user_name" {
            return random.word(words::NASTY).to_owned();
        }
        let person = &self.person;
        match name {
            "firstname" | "first_name" => person.first_name.to_owned(),
            "lastname" | "last_name" => person.last_name.to_owned(),
            "accountname" | "company" | "vendorname" | "organizationname" => format!(
                "{} {} {}",
                random.word(words::COMPANIES),
                random.word(words::LEGAL_FORMS),
                self.number
            ),
            "productname" | "assetname" => format!("{} {}", random.word(words::OBJECTS), self.number),
            "user_name" => format!("user{}", self.number),
            "title" | "designation" => random.word(words::TITLES).to_owned(),
            "department" => random.word(words::DEPARTMENTS).to_owned(),
            _ if name.ends_with("city") => person.city.to_owned(),
            _ if name.ends_with("country") => person.country.to_owned(),
            _ if name.ends_with("street") || name == "lane" => person.street.clone(),
            _ if name.ends_with("zip") || name.ends_with("code") => person.zip.clone(),
            _ if name.ends_with("pobox") => format!("PO Box {}", random.between(1, 999)),
            _ if name.ends_with("state") => String::new(),
            _ if ty == "text" => random.word(words::SENTENCES).to_owned(),
            _ if ty == "string" => format!("{} {}", random.word(words::SUBJECTS), self.number),
            _ => String::new(),
        }
    }
}

fn datetime(seconds: i64) -> String {
    let time = Timestamp::UNIX_EPOCH.checked_add(seconds.seconds());
    clock::format(time.unwrap_or(Timestamp::UNIX_EPOCH))
}
