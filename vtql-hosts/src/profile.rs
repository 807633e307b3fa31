//! Forks of Vtiger whose servers accept what Vtiger's does not.

use vtql_parser::{Diagnostic, codes};

/// The server that texts are sent to, as far as its language differs.
///
/// | server | what differs | source |
/// |---|---|---|
/// | berliCRM | nothing: its lexer has the same bytes as that of Vtiger 6, and its parser the same grammar | `include/Webservices/VTQL_Lexer.php` and `VTQL_Parser.php` of both |
/// | coreBOS | a text with a `.`, a `(` or `not in (` outside of literals, of `in (…)` and of `count(…)` is read by a second parser, which takes fields of related modules (`Accounts.accountname`), parentheses, `not in`, `not like`, `is null` and `is not null`, and the module in any case of letters | `include/Webservices/GetExtendedQuery.php` of coreBOS |
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
        if self != Profile::CoreBos || !is_extended(text) {
            return;
        }
        let is_accepted = |it: &Diagnostic| it.code == codes::NOT_ON_THE_WIRE || it.code == codes::FOREIGN;
        let accepted: Vec<Diagnostic> = findings.iter().filter(|it| is_accepted(it)).cloned().collect();
        // Behind what this reader does not know, it knows nothing of the names.
        findings.retain(|finding| {
            let touches =
                |it: &Diagnostic| it.span.start <= finding.span.end && finding.span.start <= it.span.end;
            let is_syntax = finding.code.as_str().starts_with("V0") && !accepted.is_empty();
            let is_module = || {
                let before = text.get(..finding.span.start as usize).unwrap_or_default().trim_end();
                before
                    .get(before.len().saturating_sub(4)..)
                    .is_some_and(|word| word.eq_ignore_ascii_case("from"))
            };
            let is_case = finding.code.as_str() == "V103" && is_module();
            !is_accepted(finding) && !is_syntax && !is_case && !accepted.iter().any(touches)
        });
    }
}

/// Whether coreBOS reads a text by its second parser.
fn is_extended(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = |word: &&str| word.to_ascii_lowercase();
    let has_not_in =
        words.windows(2).any(|pair| lower(&pair[0]) == "not" && lower(&pair[1]).starts_with("in"));
    let mut rest = String::with_capacity(text.len());
    let mut quoted = false;
    for char in text.chars() {
        match char {
            '\'' => quoted = !quoted,
            char if !quoted => rest.push(char),
            _ => {}
        }
    }
    let mut open = rest.to_ascii_lowercase();
    for list in [" in (", " in(", " count("] {
        while let Some(start) = open.find(list) {
            let end = open[start..].find(')').map_or(open.len(), |length| start + length + 1);
            open.replace_range(start..end, " ");
        }
    }
    has_not_in || open.contains(['.', '('])
}

#[cfg(test)]
mod tests {
    use super::is_extended;

    #[test]
    fn the_second_parser_is_asked_for_what_the_first_cannot_read() {
        for (text, expected) in [
            ("select id from Contacts where city in ('a', 'b');", false),
            ("select count(*) from Contacts where city = 'a.b (c)';", false),
            ("select id from Contacts where city is null;", false),
            ("select id, Accounts.accountname from Contacts;", true),
            ("select id from Contacts where (city = 'a' or city = 'b') and lastname = 'c';", true),
            ("select id from Contacts where city not in ('a');", true),
        ] {
            assert_eq!(is_extended(text), expected, "{text}");
        }
    }
}
