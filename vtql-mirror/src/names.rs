//! Names for databases, which compare them without their case.

use std::collections::BTreeSet;

/// The names, with a number behind each that is there already but for its case.
pub(crate) fn unique_ignoring_case<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    unique_beside(&[], names)
}

/// The same, where these names cannot be had at all.
pub(crate) fn unique_beside<'a>(reserved: &[&str], names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: BTreeSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
    let mut unique = Vec::new();
    for name in names {
        let mut candidate = name.to_owned();
        let mut number = 1;
        while !taken.insert(candidate.to_lowercase()) {
            number += 1;
            candidate = format!("{name}_{number}");
        }
        unique.push(candidate);
    }
    unique
}

/// A name for a column that another takes the place of, and that nothing else has.
pub(crate) fn of_an_old_column(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let short = &name[..name.floor_char_boundary(50)];
    let candidates = (1..).map(|number| format!("{short}_old{number}"));
    candidates.into_iter().find(|name| !is_taken(&name.to_lowercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_names_are_the_same() {
        let names = super::unique_ignoring_case(["Name", "id", "name", "NAME", "name_2"].into_iter());
        assert_eq!(names, ["Name", "id", "name_2", "NAME_3", "name_2_2"]);
    }
}
