use super::{Argument, Encoded, List, Maybe, MaybeList, encoding};
use std::borrow::Cow;
use std::marker::PhantomData;
use vtql_parser::ast::Literal;

/// What a text, a picklist or any other field that the server keeps as text is compared with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a text",
    label = "not text",
    note = "use `&str`, `String`, `Cow<str>` or `char`; turn other values into text with `.to_string()`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait TextValue<F> {
    encoding!();
}

/// The pattern of a `like`: `%` stands for any text, `_` for one character, `\` takes their meaning
/// away. Escape a part that is meant as it is with `like_literal`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a pattern that `{F}` can be `like`",
    label = "not text",
    note = "use `&str`, `String` or `Cow<str>`, with `%` for any text, as in `format!(\"{{prefix}}%\")`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait PatternValue<F> {
    encoding!();
}

macro_rules! text_types {
    ($($trait:ident: $($ty:ty),+;)+) => {$($(
        #[diagnostic::do_not_recommend]
        impl<F> $trait<F> for $ty {
            fn encode(&self) -> Encoded {
                Ok(Literal::string(self))
            }
        }
    )+)+};
}

text_types! {
    TextValue: str, String, Cow<'_, str>;
    PatternValue: str, String, Cow<'_, str>;
}

#[diagnostic::do_not_recommend]
impl<F> TextValue<F> for char {
    fn encode(&self) -> Encoded {
        Ok(Literal::string(self.encode_utf8(&mut [0; 4])))
    }
}
