//! Tests across the crates live in `tests/`. The Rust of the site is compiled here, as examples of these modules.

macro_rules! pages {
    ($($name:ident: $file:literal,)+) => {$(
        #[cfg(doctest)]
        #[doc = include_str!($file)]
        mod $name {}
    )+};
}

pages! {
    start: "../../docs/start-rust.md",
    operations: "../../docs/operations.md",
}
