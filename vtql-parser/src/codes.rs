//! The codes of the language itself. Those of schema, traps and style are in `vtql-schema`.

use crate::code::Code;

/// What a code stands for.
///
/// ```
/// use vtql_parser::codes::{self, EARLY_DIRECTION};
///
/// let info = codes::ALL.iter().find(|info| info.code == EARLY_DIRECTION).expect("every code is listed");
/// assert_eq!(info.title, "a direction before the end of `order by`");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it is wrong and what to do, as Markdown.
    pub explanation: &'static str,
}

impl CodeInfo {
    /// What `code` stands for: `title` in a few words, and `explanation` as Markdown.
    pub const fn new(code: Code, title: &'static str, explanation: &'static str) -> Self {
        CodeInfo { code, title, explanation }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $title:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: Code = Code::new($code);)+

        /// Every code of this crate, in order.
        pub const ALL: &[CodeInfo] = &[
            $(CodeInfo::new($name, $title, concat!($($doc, "\n"),+)),)+
        ];
    };
}

codes! {
    /// The text does not follow the grammar at this place. The message names what could stand here and
    /// what does.
    SYNTAX = "V001", "syntax error";
    /// A string that starts and never ends: the rest of the text is inside it. Close it with the quote
    /// that opened it; a quote inside is doubled (`'O''Brien'`).
    UNTERMINATED_STRING = "V002", "unterminated string";
    /// A comment that starts with `/*` and has no `*/`.
    UNTERMINATED_COMMENT = "V003", "unterminated comment";
    /// A character that starts nothing in VTQL. Text belongs in single quotes.
    UNEXPECTED_CHARACTER = "V004", "unexpected character";
    /// The server takes a query only with a semicolon at its end.
    MISSING_SEMICOLON = "V005", "missing semicolon";
    /// Something that vtql understands and the server does not: it belongs to the surface dialect, which
    /// is compiled to wire form before it is sent. In a text that goes to the server as it is, write
    /// what the message proposes.
    NOT_ON_THE_WIRE = "V006", "not part of the wire dialect";
    /// A parenthesis without its counterpart.
    UNBALANCED = "V007", "unbalanced parenthesis";
    /// The server takes one query at a time.
    MANY_STATEMENTS = "V008", "more than one query";
    /// There is no query in the text.
    NO_STATEMENT = "V009", "no query";
    /// Names of modules and fields are bare words: ASCII letters, digits and `_`. The server's lexer
    /// takes strings, signed numbers and marks for names in some places; no module or field is called
    /// so, and its answer is `ACCESS_DENIED`. vtql refuses them at once.
    NAME_IS_NOT_A_WORD = "V010", "a name is a bare word";
    /// The server drops the word `order` without a trace wherever it stands behind the module, and so
    /// accepts texts that say something else to every reader. vtql accepts it before `by`, and with a
    /// warning behind the final semicolon.
    STRAY_ORDER = "V011", "stray `order`";
    /// The text is larger or nested deeper than what is read.
    TOO_DEEP = "V012", "too large or too deeply nested";
    /// `order by` has one direction, at its end, and the server applies it to the last field only: the
    /// fields before are ascending.
    EARLY_DIRECTION = "V013", "a direction before the end of `order by`";
    /// `f in 'a', 'b'` works without parentheses, but only at the end of the `where` clause.
    BARE_LIST = "V014", "a list without parentheses inside a condition";
    /// A word of another query language. The message says what to write in VTQL, or that there is no
    /// way to ask for it.
    FOREIGN = "V015", "a word of another query language";
    /// The server, or MySQL behind it, would not see the value that was written: the empty string in
    /// `like`, a NUL character, a text longer than 8,189 units.
    UNSENDABLE_LITERAL = "V016", "a value that cannot be sent";
    /// A condition of the surface dialect that no wire query is equal to. The message proposes what can
    /// be asked for instead.
    NOT_EXPRESSIBLE = "V017", "the server cannot be asked for this";
    /// Without parentheses on the wire, the condition has to be written as alternatives of conjunctions,
    /// and that form of it has too many terms.
    TOO_MANY_TERMS = "V018", "the condition grows too large on the wire";
    /// A bare word as a value: the server copies it into its SQL, where it is a column, a function or an
    /// error. The surface dialect takes quoted text, numbers, record ids and parameters.
    BARE_WORD = "V019", "a bare word as a value";
    /// A parameter got no value, or one that cannot stand there.
    UNBOUND_PARAMETER = "V020", "a parameter without a fitting value";
    /// The word is a keyword in this clause, and VTQL has no quotes for names.
    RESERVED_NAME = "V021", "a name that is a keyword here";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_explained() {
        for pair in ALL.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} stands before {}", pair[0].code, pair[1].code);
        }
        for info in ALL {
            assert!(info.explanation.trim().len() > 20, "{} is explained", info.code);
        }
    }
}
