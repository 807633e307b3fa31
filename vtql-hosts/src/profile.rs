//! Forks of Vtiger whose servers accept what Vtiger's does not.

use vtql_parser::{Diagnostic, codes};

/// The server that texts are sent to, as far as its language differs.
///
/// | server | what differs | source |
/// |---|---|---|
/// | berliCRM | the empty text `''` is accepted, and `= ''` finds what has no value as well | `include/Webservices/VTQL_Lexer.php` and `VTQL_Parser.php` of berliCRM |
/// | coreBOS | the module is found in any case of letters, and a limit is not cut to 100 rows | `include/Webservices/VtigerWebserviceObject.php` and `VTQL_Parser.php` of coreBOS |
/// | coreBOS | a text with a `.`, a `(`, `is null`, `is not null` or `not in (` outside of literals, of `in (…)` and of `count(…)` is read by a second parser, which takes fields of related modules (`Accounts.accountname`, `related.Contacts`), parentheses, `not in`, `not like`, `is null` and `is not null` | `include/Webservices/GetExtendedQuery.php` of coreBOS |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// Vtiger.
    #[default]
    Vtiger,
    /// berliCRM.
    BerliCrm,
    /// coreBOS.
    CoreBos,
}

impl Profile {
    /// Takes out of the findings about a text what the server of this profile accepts.
    ///
    /// ```
    /// use vtql_hosts::Profile;
    /// use vtql_parser::Dialect;
    /// use vtql_schema::Checker;
    ///
    /// let text = "select lastname, Accounts.accountname from Contacts where (city is null or city = 'a') limit 5;";
    /// let mut findings = Checker::new(Dialect::Wire).text(text).diagnostics;
    /// assert!(!findings.is_empty());
    /// Profile::CoreBos.keep(text, &mut findings);
    /// assert!(findings.is_empty());
    /// ```
    pub fn keep(self, text: &str, findings: &mut Vec<Diagnostic>) {
        match self {
            Profile::Vtiger => {}
            // It asks for the empty text itself, whatever the field holds.
            Profile::BerliCrm => findings.retain(|it| it.span.slice(text) != "''"),
            Profile::CoreBos => {
                findings.retain(|it| !is_other_in_corebos(text, it));
                if is_extended(text) {
                    keep_extended(findings);
                }
            }
        }
    }

    /// Whether a text has what only one of the forks knows: `related.Contacts` of coreBOS.
    pub(crate) fn spoken_by(text: &str) -> Option<Self> {
        let outside = without_literals(text).to_ascii_lowercase();
        let is_part = |char: char| char.is_alphanumeric() || "_.".contains(char);
        let names = outside.split(|char| !is_part(char));
        let of_related = |name: &str| {
            name.strip_prefix("related.").is_some_and(|module| module.starts_with(char::is_alphabetic))
        };
        names.into_iter().any(of_related).then_some(Profile::CoreBos)
    }
}

/// Whether a finding is about what coreBOS does in another way than Vtiger: it finds modules in any case of letters,
/// and has no cap on the rows that are asked for.
fn is_other_in_corebos(text: &str, finding: &Diagnostic) -> bool {
    let is_module = || {
        let before = text.get(..finding.span.start as usize).unwrap_or_default().trim_end();
        before.get(before.len().saturating_sub(4)..).is_some_and(|word| word.eq_ignore_ascii_case("from"))
    };
    finding.code.as_str() == "V308" || finding.code.as_str() == "V103" && is_module()
}

/// Takes out what the second parser of coreBOS accepts.
fn keep_extended(findings: &mut Vec<Diagnostic>) {
    let is_accepted = |it: &Diagnostic| it.code == codes::NOT_ON_THE_WIRE || it.code == codes::FOREIGN;
    let accepted: Vec<Diagnostic> = findings.iter().filter(|it| is_accepted(it)).cloned().collect();
    // Behind what this reader does not know, it knows nothing of the names.
    findings.retain(|finding| {
        let touches =
            |it: &Diagnostic| it.span.start <= finding.span.end && finding.span.start <= it.span.end;
        let is_syntax = finding.code.as_str().starts_with("V0") && !accepted.is_empty();
        !is_accepted(finding) && !is_syntax && !accepted.iter().any(touches)
    });
}

/// What stands outside of the literals of a text.
fn without_literals(text: &str) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut quoted = false;
    for char in text.chars() {
        match char {
            '\'' => quoted = !quoted,
            char if !quoted => rest.push(char),
            _ => {}
        }
    }
    rest
}

/// Whether coreBOS reads a text by its second parser.
fn is_extended(text: &str) -> bool {
    let mut open = without_literals(text).to_ascii_lowercase();
    let words: Vec<&str> = open.split_whitespace().collect();
    let has_not_in = words.windows(2).any(|pair| pair[0] == "not" && pair[1].starts_with("in"));
    let is_null = |word: &str| word.trim_end_matches([')', ';']) == "null";
    let has_null = words.windows(2).any(|pair| pair[0] == "is" && is_null(pair[1]))
        || words.windows(3).any(|three| three[..2] == ["is", "not"] && is_null(three[2]));
    for list in [" in (", " in(", " count("] {
        while let Some(start) = open.find(list) {
            let end = open[start..].find(')').map_or(open.len(), |length| start + length + 1);
            open.replace_range(start..end, " ");
        }
    }
    has_not_in || has_null || open.contains(['.', '('])
}

#[cfg(test)]
mod tests {
    use super::{Profile, is_extended};
    use vtql_parser::Dialect;
    use vtql_schema::Checker;

    fn codes(profile: Profile, text: &str) -> Vec<String> {
        let snapshot = vtql_schema::standard::snapshot().unwrap();
        let mut findings = Checker::new(Dialect::Wire).snapshot(&snapshot).text(text).diagnostics;
        profile.keep(text, &mut findings);
        findings.iter().filter(|it| it.is_error()).map(|it| it.code.to_string()).collect()
    }

    #[test]
    fn each_fork_takes_what_it_takes_and_no_more() {
        let empty = "select id from Contacts where lastname = '' limit 5;";
        assert_eq!(codes(Profile::Vtiger, empty), ["V006"]);
        assert_eq!(codes(Profile::CoreBos, empty), ["V006"]);
        assert!(codes(Profile::BerliCrm, empty).is_empty());
        assert!(
            codes(Profile::BerliCrm, "select id from Contacts where account_id = '' limit 5;").is_empty()
        );
        assert_eq!(
            codes(Profile::BerliCrm, "select id from Contacts where lastname is null limit 5;"),
            ["V015"]
        );
        let other_case = "select id from contacts where Lastname = 'a' limit 5;";
        assert_eq!(codes(Profile::Vtiger, other_case), ["V103", "V103"]);
        assert_eq!(codes(Profile::CoreBos, other_case), ["V103"], "fields are found as they are written");
        let many = "select id from Contacts order by id limit 500;";
        let mut findings = Checker::new(Dialect::Wire).text(many).diagnostics;
        assert!(findings.iter().any(|it| it.code.as_str() == "V308"));
        Profile::CoreBos.keep(many, &mut findings);
        assert!(!findings.iter().any(|it| it.code.as_str() == "V308"));
    }

    #[test]
    fn related_records_are_asked_for_in_corebos_alone() {
        for (text, expected) in [
            ("select * from Documents where related.Contacts = '12x22';", Some(Profile::CoreBos)),
            ("select * from Documents where (Related.contacts='12x22') limit 5;", Some(Profile::CoreBos)),
            ("select * from Documents where notes_title = 'related.Contacts';", None),
            ("select * from Documents where unrelated.a = 1 and related = 2;", None),
        ] {
            assert_eq!(Profile::spoken_by(text), expected, "{text}");
        }
    }

    #[test]
    fn the_second_parser_is_asked_for_what_the_first_cannot_read() {
        for (text, expected) in [
            ("select id from Contacts where city in ('a', 'b');", false),
            ("select count(*) from Contacts where city = 'a.b (c)';", false),
            ("select id from Contacts where city = 'a is null b';", false),
            ("select id from Contacts where city is null;", true),
            ("select id from Contacts where city IS NOT NULL and lastname = 'b'", true),
            ("select id, Accounts.accountname from Contacts;", true),
            ("select id from Contacts where (city = 'a' or city = 'b') and lastname = 'c';", true),
            ("select id from Contacts where city not in ('a');", true),
        ] {
            assert_eq!(is_extended(text), expected, "{text}");
        }
    }
}
