use super::Decode;

/// The choices of a multi-select picklist, which the server joins by ` |##| `; none when unset.
impl Decode for Vec<String> {
    const EXPECTED: &'static str = "a list of choices";

    fn placeholder() -> Self {
        Vec::new()
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        Some(match cell {
            None | Some("") => Vec::new(),
            Some(text) => text.split("|##|").map(|choice| choice.trim().to_owned()).collect(),
        })
    }
}
