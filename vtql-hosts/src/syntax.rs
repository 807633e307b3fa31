//! What is to be known of a programming language, as data. One file in `languages/` fills it in for one
//! language; the walk in `code/` is the same for all.

use crate::escapes::Escapes;
use std::sync::OnceLock;
use vtql_parser::Dialect;

/// A programming language.
pub(crate) struct Syntax {
    /// Its grammar, which is loaded when the first file of the language mentions `select`.
    pub(crate) grammar: fn() -> tree_sitter::Language,
    /// What the grammar reads before a file that does not begin with it.
    pub(crate) prefix: &'static str,
    pub(crate) loaded: OnceLock<Grammar>,
    /// What the kinds of nodes mean. Kinds that are not listed mean nothing.
    pub(crate) roles: &'static [(Role, &'static [&'static str])],
    /// The delimiters and escapes of a literal, by the kind of its node and its text.
    pub(crate) literal: fn(&str, &str) -> Option<Delimiters>,
    /// The nodes inside of literals that are text. All others there are filled in when the program runs.
    pub(crate) text_kinds: &'static [&'static str],
    /// The node inside of a literal's node that holds its text.
    pub(crate) bodies: &'static [&'static str],
    /// Operators that join strings.
    pub(crate) joins: &'static [&'static str],
    /// The dialect that programs write: what this library takes, or what goes to the server as it is.
    pub(crate) dialect: Dialect,
    /// Shapes that the grammar cannot be trusted with.
    pub(crate) guards: &'static [Guard],
}

/// The grammar, and the meaning of each of its kinds by number.
pub(crate) struct Grammar {
    pub(crate) language: tree_sitter::Language,
    roles: Vec<Role>,
}

/// Shapes that the grammar cannot be trusted with, measured by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// A long run of `name <` or `<name>`: quadratic in time and memory, and the end of it cannot be interrupted.
    Generics,
    /// Many operators that stand in no statement or have no operand: tree-sitter-objc 3.0.2 keeps all ways to read
    /// them to the end of the file, and makes a tree of each. 20 kB of these take a second and 1 GB.
    Operators,
    /// A long run of backticks: tree-sitter-scala 0.26.9 takes quadratic time for it, 20 s for 100 kB.
    Backticks,
    /// A long pipeline: tree-sitter-bash 0.25.1 keeps all ways to group it. 60 kB in a line take 20 s and 5 GB.
    Pipes,
    /// Characters beyond ASCII: the scanner of tree-sitter-bash 0.25.1 hands them to C's `isdigit`, which reads
    /// beyond its table for them and can end the process. And NUL, behind which it reads the rest of the file again
    /// for each.
    BeyondAscii,
}

/// Where the text of a literal begins and ends, from the start and from the end of its node.
#[derive(Clone, Copy)]
pub(crate) struct Delimiters {
    pub(crate) open: usize,
    pub(crate) close: usize,
    pub(crate) escapes: &'static Escapes,
}

/// What a kind of node means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing: strings in it are on their own.
    Other,
    /// A string.
    Literal,
    /// The place of a string whose text follows behind the line.
    HeredocStart,
    /// The text of such a string.
    HeredocBody,
    /// Two operands and an operator between them.
    Binary,
    /// Strings that follow each other.
    Adjacent,
    /// What has the value of the last thing in it: parentheses, wrappers.
    Wrapper,
    /// A list, or the arguments of a call.
    List,
    /// A key and a value, or an argument that may have a name.
    Pair,
    /// A function that is called.
    Call,
    /// What belongs to an object.
    Member,
    /// A variable gets a value, or more of it.
    Assign,
    /// A variable gets its only value.
    Constant,
    /// One value or another.
    Choice,
    /// A name.
    Name,
    /// A comment.
    Comment,
    /// Has variables of its own.
    Function,
    /// Runs sometimes, or more than once.
    Branch,
}

impl Syntax {
    pub(crate) fn grammar(&self) -> &Grammar {
        self.loaded.get_or_init(|| {
            let language = (self.grammar)();
            let mut roles = vec![Role::Other; language.node_kind_count()];
            for (id, role) in roles.iter_mut().enumerate() {
                let id = u16::try_from(id).unwrap_or(u16::MAX);
                let kind = language.node_kind_for_id(id).filter(|_| language.node_kind_is_named(id));
                let listed = |kind| self.roles.iter().find(|(_, kinds)| kinds.contains(&kind));
                if let Some((known, _)) = kind.and_then(listed) {
                    *role = *known;
                }
            }
            Grammar { language, roles }
        })
    }
}

impl Grammar {
    pub(crate) fn role(&self, kind: u16) -> Role {
        self.roles.get(usize::from(kind)).copied().unwrap_or(Role::Other)
    }
}

/// The usual delimiters: `open` characters before the text and `close` behind it, if there is room.
pub(crate) fn delimiters(
    text: &str,
    open: usize,
    close: usize,
    escapes: &'static Escapes,
) -> Option<Delimiters> {
    (text.is_char_boundary(open) && text.len() >= open).then(|| Delimiters {
        open,
        // A literal that nobody closed ends with its text.
        close: if text.len() >= open + close { close } else { 0 },
        escapes,
    })
}

/// How many `char` a text begins with.
pub(crate) fn leading(text: &str, char: char) -> usize {
    text.len() - text.trim_start_matches(char).len()
}
