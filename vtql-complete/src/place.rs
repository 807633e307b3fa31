//! What may stand behind the tokens of a statement that were written so far.

use vtql_parser::keywords::{NO_COLUMN, NO_FIELD, NO_MODULE, NO_SORT_FIELD, NO_WORD, is_one_of};
use vtql_parser::{Dialect, Token, TokenKind};

/// Where a statement goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing of a statement is there.
    Start,
    /// Behind `select`.
    FirstColumn,
    /// Behind a comma of the select list.
    Column,
    AfterColumn,
    AfterStar,
    /// Behind `count(`.
    InCount,
    /// Behind `from`.
    Module,
    AfterModule,
    /// Where a condition begins.
    Condition,
    /// Behind `not` where a condition begins: it may be the name of a field.
    AfterNot,
    /// Behind the field of a condition.
    Test,
    /// Behind `field not`.
    NegatedTest,
    /// Behind `is`.
    Is,
    /// Behind `is not`.
    IsNot,
    /// Where one value belongs.
    Value,
    /// Behind `in`.
    List,
    /// Inside the parentheses of a value or of several.
    InList,
    AfterListValue,
    /// Behind a value of a list without parentheses.
    AfterBareValue,
    /// Behind `between`.
    Low,
    AfterLow,
    High,
    AfterCondition,
    /// Behind `order`.
    By,
    Sort,
    AfterSort,
    AfterDirection,
    /// Where a number of rows belongs.
    Bound,
    AfterBound,
}

/// A walk over the tokens of a statement, from its beginning.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'t> {
    pub(crate) place: Place,
    dialect: Dialect,
    /// The module, when `from` was there.
    pub(crate) module: Option<&'t str>,
    /// The fields of the select list so far.
    pub(crate) columns: Vec<&'t str>,
    /// The field of the condition that is being written; empty when it is not known.
    pub(crate) field: &'t str,
    /// The parentheses around conditions that are open.
    pub(crate) depth: usize,
    /// Whether the statement began with a keyword in capitals.
    pub(crate) capitals: bool,
}

impl<'t> Walk<'t> {
    /// Goes over tokens, of which only those of the last statement count.
    pub(crate) fn over(text: &'t str, tokens: &[Token], dialect: Dialect) -> Self {
        let mut walk = Walk::new(dialect);
        let skipped =
            |kind| matches!(kind, TokenKind::Whitespace | TokenKind::Comment | TokenKind::ByteOrderMark);
        for token in tokens.iter().filter(|token| !skipped(token.kind)) {
            if token.kind == TokenKind::Semicolon {
                walk = Walk::new(dialect);
            } else {
                walk.step(token.kind, token.span.slice(text));
            }
        }
        walk
    }

    fn new(dialect: Dialect) -> Self {
        Walk {
            place: Place::Start,
            dialect,
            module: None,
            columns: Vec::new(),
            field: "",
            depth: 0,
            capitals: false,
        }
    }

    fn step(&mut self, kind: TokenKind, text: &'t str) {
        self.place = match kind {
            TokenKind::Word | TokenKind::Keyword => self.word(text),
            TokenKind::Hole => self.hole(),
            _ => self.mark(kind, text),
        };
    }

    fn word(&mut self, word: &'t str) -> Place {
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword);
        match self.place {
            Place::Start if is("select") => {
                self.capitals = word.bytes().all(|byte| byte.is_ascii_uppercase());
                Place::FirstColumn
            }
            Place::Start => Place::Start,
            Place::FirstColumn | Place::Column if !is("from") => {
                if !is_one_of(word, NO_COLUMN) {
                    self.columns.push(word);
                }
                Place::AfterColumn
            }
            Place::Module if !is_one_of(word, NO_MODULE) => {
                self.module = Some(word);
                Place::AfterModule
            }
            Place::Condition if is("not") && self.dialect == Dialect::Surface => Place::AfterNot,
            Place::AfterNot if self.is_test(word) => {
                self.field = "not";
                Self::test(word)
            }
            Place::AfterNot if is("not") => Place::AfterNot,
            Place::Condition | Place::AfterNot if !is_one_of(word, NO_FIELD) => {
                self.field = word;
                Place::Test
            }
            Place::Test if self.is_test(word) => Self::test(word),
            Place::NegatedTest if is("in") || is("like") || is("between") || is("includes") => {
                Self::test(word)
            }
            Place::Is if is("not") => Place::IsNot,
            Place::Is | Place::IsNot if is("empty") => Place::AfterCondition,
            Place::AfterLow if is("and") => Place::High,
            place if place.takes_value() && !is_one_of(word, NO_WORD) => place.after_value(),
            Place::By if is("by") => Place::Sort,
            Place::Sort if !is_one_of(word, NO_SORT_FIELD) => Place::AfterSort,
            Place::AfterSort if is("asc") || is("desc") => Place::AfterDirection,
            place => self.clause(word).unwrap_or(match place {
                // A comma is missing.
                Place::AfterColumn if !is_one_of(word, NO_COLUMN) => {
                    self.columns.push(word);
                    place
                }
                place => place,
            }),
        }
    }

    /// What a keyword begins, be it where it belongs or not.
    fn clause(&mut self, word: &str) -> Option<Place> {
        let in_condition = self.place.is_in_condition();
        let place = match word.to_ascii_lowercase().as_str() {
            "from" if self.module.is_none() => Place::Module,
            "where" => Place::Condition,
            "and" | "or" if in_condition => Place::Condition,
            "order" => Place::By,
            "orderby" => Place::Sort,
            "limit" => Place::Bound,
            _ => return None,
        };
        if place != Place::Condition || !in_condition {
            self.depth = 0;
        }
        Some(place)
    }

    fn is_test(&self, word: &str) -> bool {
        is_one_of(word, &["like", "in"])
            || self.dialect == Dialect::Surface
                && is_one_of(word, &["between", "includes", "is", "not"])
                && !(self.place == Place::AfterNot && word.eq_ignore_ascii_case("not"))
    }

    fn test(word: &str) -> Place {
        match word.to_ascii_lowercase().as_str() {
            "in" => Place::List,
            "between" => Place::Low,
            "is" => Place::Is,
            "not" => Place::NegatedTest,
            _ => Place::Value,
        }
    }

    fn mark(&mut self, kind: TokenKind, text: &str) -> Place {
        let place = self.place;
        match kind {
            TokenKind::Operator if place == Place::AfterNot => {
                self.field = "not";
                Place::Value
            }
            TokenKind::Operator if matches!(place, Place::Condition | Place::Test) => Place::Value,
            TokenKind::Operator if place == Place::Bound => Place::AfterBound,
            TokenKind::Star if place == Place::FirstColumn => Place::AfterStar,
            TokenKind::Comma => match place {
                Place::FirstColumn | Place::Column | Place::AfterColumn => Place::Column,
                Place::AfterListValue => Place::InList,
                Place::AfterBareValue => Place::List,
                Place::AfterSort | Place::AfterDirection => Place::Sort,
                Place::AfterBound => Place::Bound,
                _ => place,
            },
            TokenKind::Open => match place {
                Place::AfterColumn => Place::InCount,
                Place::Condition | Place::AfterNot => {
                    self.depth += 1;
                    Place::Condition
                }
                Place::Value | Place::List => Place::InList,
                _ => place,
            },
            TokenKind::Close => match place {
                Place::InCount => Place::AfterColumn,
                Place::InList | Place::AfterListValue => Place::AfterCondition,
                _ if place.is_in_condition() => {
                    self.depth = self.depth.saturating_sub(1);
                    Place::AfterCondition
                }
                _ => place,
            },
            TokenKind::Number if place == Place::Module => Place::AfterModule,
            TokenKind::Unknown if text == "?" => place,
            TokenKind::Operator | TokenKind::Unknown => place,
            _ if place.takes_value() => place.after_value(),
            // A value where none belongs: what follows is taken to be right.
            _ => match place {
                Place::FirstColumn | Place::Column => Place::AfterColumn,
                Place::Module => Place::AfterModule,
                Place::Test | Place::NegatedTest => Place::AfterCondition,
                Place::Sort => Place::AfterSort,
                _ => place,
            },
        }
    }

    fn hole(&mut self) -> Place {
        match self.place {
            Place::FirstColumn | Place::Column => Place::AfterColumn,
            Place::Module => Place::AfterModule,
            Place::Condition | Place::AfterNot => {
                self.field = "";
                Place::Test
            }
            Place::Test | Place::NegatedTest => Place::Value,
            Place::Sort => Place::AfterSort,
            place if place.takes_value() => place.after_value(),
            place => place,
        }
    }
}

impl Place {
    pub(crate) fn takes_value(self) -> bool {
        matches!(self, Place::Value | Place::List | Place::InList | Place::Low | Place::High | Place::Bound)
    }

    fn after_value(self) -> Place {
        match self {
            Place::List => Place::AfterBareValue,
            Place::InList => Place::AfterListValue,
            Place::Low => Place::AfterLow,
            Place::Bound => Place::AfterBound,
            _ => Place::AfterCondition,
        }
    }

    fn is_in_condition(self) -> bool {
        matches!(
            self,
            Place::Condition
                | Place::AfterNot
                | Place::Test
                | Place::NegatedTest
                | Place::Is
                | Place::IsNot
                | Place::Value
                | Place::List
                | Place::InList
                | Place::AfterListValue
                | Place::AfterBareValue
                | Place::Low
                | Place::AfterLow
                | Place::High
                | Place::AfterCondition
        )
    }
}
