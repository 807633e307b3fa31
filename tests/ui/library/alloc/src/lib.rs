#![no_std]

pub mod string {
    pub struct String;
}

pub mod vec {
    pub struct Vec<T>(T);
}
