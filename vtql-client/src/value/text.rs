use super::Decode;

/// Any text. A mandatory text that was never set is `""`.
impl Decode for String {
    const EXPECTED: &'static str = "text";

    fn placeholder() -> Self {
        String::new()
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        Some(cell.unwrap_or_default().to_owned())
    }
}

/// `"0"`/`"1"`; `Users.is_admin` answers `"off"`/`"on"`.
impl Decode for bool {
    const EXPECTED: &'static str = "a boolean (0 or 1)";

    fn placeholder() -> Self {
        false
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        match cell? {
            "1" | "on" | "true" | "yes" => Some(true),
            "0" | "off" | "false" | "no" => Some(false),
            _ => None,
        }
    }
}
