//! As much of the standard library as the tests of what an editor shows need. The sources of the real one are
//! a component that a toolchain need not have, and that rust-analyzer would download.
#![feature(no_core, lang_items, rustc_attrs)]
#![no_core]

#[macro_use]
mod macros {
    #[rustc_builtin_macro]
    #[macro_export]
    macro_rules! compile_error {
        ($message:expr $(,)?) => {{}};
    }
    #[rustc_builtin_macro]
    #[macro_export]
    macro_rules! include_bytes {
        ($file:expr $(,)?) => {{}};
    }
    #[rustc_builtin_macro]
    #[macro_export]
    macro_rules! option_env {
        ($name:expr $(,)?) => {{}};
    }
}

pub mod marker {
    #[lang = "unsize"]
    pub trait Unsize<T: ?Sized> {}
    #[lang = "coerce_unsized"]
    pub trait CoerceUnsized<T> {}
    impl<'a, 'b: 'a, T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<&'a U> for &'b T {}
    #[lang = "sized"]
    pub trait Sized {}
    #[lang = "copy"]
    pub trait Copy {}
    #[lang = "phantom_data"]
    pub struct PhantomData<T: ?Sized>;
}

pub mod option {
    pub enum Option<T> {
        None,
        Some(T),
    }
}

pub mod prelude {
    pub mod v1 {
        pub use crate::marker::{Copy, Sized};
        pub use crate::option::Option::{self, None, Some};
    }
    pub mod rust_2018 {
        pub use super::v1::*;
    }
    pub mod rust_2021 {
        pub use super::v1::*;
    }
    pub mod rust_2024 {
        pub use super::v1::*;
    }
}
