#![no_main]
#![allow(dead_code)]

#[path = "../entries.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|text: &str| entries::parse_any(text));
