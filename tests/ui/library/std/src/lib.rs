#![no_std]

pub use alloc::{string, vec};
pub use core::{marker, option};

pub mod prelude {
    pub mod v1 {
        pub use crate::string::String;
        pub use crate::vec::Vec;
        pub use core::prelude::v1::*;
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
