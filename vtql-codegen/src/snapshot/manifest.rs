//! The one thing that the macros read from a `Cargo.toml`: where the snapshot is. A TOML library would
//! be half of all the code that a user of the macros compiles, so this reads just enough TOML to find
//! one string, in every way that TOML lets it be written.

/// The value of `package.metadata.vtql.snapshot`.
pub(crate) fn snapshot_path(manifest: &str) -> Option<String> {
    let wanted: Vec<String> = ["package", "metadata", "vtql", "snapshot"].map(String::from).to_vec();
    let mut reader = Reader { rest: manifest };
    let mut table: Vec<String> = Vec::new();
    loop {
        reader.skip_blank();
        if reader.rest.is_empty() {
            return None;
        }
        if let Some(header) = reader.rest.strip_prefix('[') {
            reader.rest = header.trim_start_matches('[');
            // An element of an array of tables has no fixed name, and `package` is none.
            table = reader.key().unwrap_or_default();
            reader.skip_line();
            continue;
        }
        let Some(key) = reader.key() else {
            reader.skip_line();
            continue;
        };
        let path: Vec<String> = table.iter().cloned().chain(key).collect();
        reader.skip_inline_space();
        reader.rest = reader.rest.strip_prefix('=').unwrap_or(reader.rest);
        if let Some(found) = reader.value(&path, &wanted) {
            return Some(found);
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Reads the value of the key `path`; returns the string at `wanted` when it is in there.
    fn value(&mut self, path: &[String], wanted: &[String]) -> Option<String> {
        self.skip_inline_space();
        if let Some(text) = self.string() {
            return (path == wanted).then_some(text);
        }
        let mut found = None;
        if let Some(rest) = self.rest.strip_prefix('{') {
            self.rest = rest;
            loop {
                self.skip_separators();
                match self.rest.chars().next() {
                    None => return found,
                    Some('}') => {
                        self.rest = &self.rest[1..];
                        return found;
                    }
                    Some(_) => {}
                }
                let before = self.rest.len();
                let key = self.key().unwrap_or_default();
                self.skip_inline_space();
                self.rest = self.rest.strip_prefix('=').unwrap_or(self.rest);
                let inner: Vec<String> = path.iter().cloned().chain(key).collect();
                found = self.value(&inner, wanted).or(found);
                self.make_progress(before);
            }
        }
        if let Some(rest) = self.rest.strip_prefix('[') {
            self.rest = rest;
            loop {
                self.skip_separators();
                match self.rest.chars().next() {
                    None => return None,
                    Some(']') => {
                        self.rest = &self.rest[1..];
                        return None;
                    }
                    Some(_) => {}
                }
                let before = self.rest.len();
                self.value(&[], wanted);
                self.make_progress(before);
            }
        }
        // A number, a boolean, a date: of no interest.
        let end = self.rest.find([',', ']', '}', '\n', '#']).unwrap_or(self.rest.len());
        self.rest = &self.rest[end..];
        found
    }

    /// A dotted key: `a.b."c d"`.
    fn key(&mut self) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        loop {
            self.skip_inline_space();
            let part = if self.rest.starts_with(['"', '\'']) {
                self.string()?
            } else {
                let end = self
                    .rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
                    .unwrap_or(self.rest.len());
                let (bare, rest) = self.rest.split_at(end);
                self.rest = rest;
                bare.to_owned()
            };
            if part.is_empty() {
                return None;
            }
            parts.push(part);
            self.skip_inline_space();
            match self.rest.strip_prefix('.') {
                Some(rest) => self.rest = rest,
                None => return Some(parts),
            }
        }
    }

    /// A string in any of TOML's four notations; stays put when there is none.
    fn string(&mut self) -> Option<String> {
        let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| self.rest.starts_with(quote))?;
        let body = &self.rest[quote.len()..];
        let escapes = quote.starts_with('"');
        let mut text = String::new();
        let mut chars = body.char_indices();
        while let Some((at, c)) = chars.next() {
            if body[at..].starts_with(quote) {
                self.rest = &body[at + quote.len()..];
                return Some(text);
            }
            match (escapes, c) {
                (true, '\\') => match chars.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'u' => {
                        let digits: String = chars.by_ref().take(4).map(|(_, digit)| digit).collect();
                        text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                    }
                    other => text.push(other),
                },
                (_, c) => text.push(c),
            }
        }
        self.rest = "";
        None
    }

    /// White space, line breaks and comments.
    fn skip_blank(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            if !self.rest.starts_with('#') {
                return;
            }
            self.skip_line();
        }
    }

    fn skip_separators(&mut self) {
        self.skip_blank();
        while let Some(rest) = self.rest.strip_prefix(',') {
            self.rest = rest;
            self.skip_blank();
        }
    }

    fn skip_inline_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn skip_line(&mut self) {
        self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
    }

    /// Drops a character when nothing was read since `before` characters were left.
    fn make_progress(&mut self, before: usize) {
        if self.rest.len() == before {
            let mut chars = self.rest.chars();
            chars.next();
            self.rest = chars.as_str();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::snapshot_path;

    #[test]
    fn every_way_to_write_the_key_is_read() {
        for manifest in [
            "[package]\nname = \"a\"\n\n[package.metadata.vtql]\nsnapshot = \"crm/s.json\"\n",
            "[package.metadata]\nvtql = { snapshot = 'crm/s.json' } # here\n",
            "[package.metadata]\nvtql.snapshot = \"crm/s.json\"",
            "[package]\nmetadata.vtql.snapshot=\"crm/s.json\"",
            "package.metadata.vtql.snapshot = \"crm\\u002fs.json\"",
            "[package]\nmetadata = { other = [1, \"]\"], vtql = { other = { a = 1 }, snapshot = \"crm/s.json\" } }",
            "[ package . \"metadata\" . vtql ]\r\nother = 5\r\nsnapshot = \"\"\"crm/s.json\"\"\"\r\n",
            "[package]\nkeywords = [\n  \"x\", # [\n  \"y\",\n]\n[package.metadata.vtql]\nsnapshot = \"crm/s.json\"",
            "[[bin]]\nname = \"b\"\n[package.metadata.vtql]\nsnapshot = \"crm/s.json\"",
        ] {
            assert_eq!(snapshot_path(manifest).as_deref(), Some("crm/s.json"), "{manifest}");
        }
    }

    #[test]
    fn keys_elsewhere_are_not_taken_for_it() {
        for manifest in [
            "",
            "[package]\nname = \"a\"",
            "snapshot = \"s.json\"",
            "[package.metadata.vtql]\n# snapshot = \"s.json\"\nother = \"snapshot\"",
            "[package.metadata.other]\nsnapshot = \"s.json\"",
            "[package]\ndescription = '''\n[package.metadata.vtql]\nsnapshot = \"s.json\"\n'''",
            "[package.metadata.vtql]\nsnapshot = 5",
            "[package.metadata.vtql.nested]\nsnapshot = \"s.json\"",
        ] {
            assert_eq!(snapshot_path(manifest), None, "{manifest}");
        }
    }

    #[test]
    fn broken_manifests_end() {
        for manifest in
            ["[", "a", "a = [", "a = {", "= 5", "a = \"", "a = [=]", "a = {{", "a.=.b", "é = 1", "a = {é}"]
        {
            assert_eq!(snapshot_path(manifest), None, "{manifest}");
        }
    }
}
