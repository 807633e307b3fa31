/// The module that the server takes a query to be about, before it parses it: what follows the first
/// `from` and white space, up to white space or a semicolon, wherever that is in the text.
pub(crate) fn named(query: &str) -> Option<&str> {
    let bytes = query.as_bytes();
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    for start in 0..bytes.len().saturating_sub(4) {
        let Some(word) = bytes.get(start..start + 4) else { break };
        if !word.eq_ignore_ascii_case(b"from") {
            continue;
        }
        let after = query.get(start + 4..).unwrap_or_default();
        let name = after.trim_start_matches(|c: char| c.is_ascii() && is_space(c as u8));
        let end = name.find(|c: char| c == ';' || (c.is_ascii() && is_space(c as u8))).unwrap_or(name.len());
        if name.len() < after.len() && end > 0 {
            return name.get(..end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_first_from_names_the_module() {
        assert_eq!(named("select id FROM\n Contacts;"), Some("Contacts"));
        assert_eq!(named("select validfrom from Contacts;"), Some("from"));
        assert_eq!(named("select validfrom,id from Contacts"), Some("Contacts"));
        assert_eq!(named("select x from Contacts, Leads;"), Some("Contacts,"));
        assert_eq!(named("select * from ;"), None);
        assert_eq!(named("from"), None);
        assert_eq!(named("delete fröm from \u{fc}x"), Some("\u{fc}x"));
    }
}
