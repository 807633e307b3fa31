use super::{Level, Reach, Rule, all, find};
use crate::codes::CODES;
use std::fmt::Write as _;
use vtql_parser::codes::{self, CodeInfo};

/// The documentation of a code or of the rule of that name, as a page of Markdown. Knows the codes of
/// the language (`V0xx`) as well.
///
/// ```
/// use vtql_schema::rules::explain;
/// assert!(explain("V102").unwrap().starts_with("# V102 unknown-field\n"));
/// assert!(explain("V001").is_some() && explain("V999").is_none());
/// ```
pub fn explain(code_or_name: &str) -> Option<String> {
    if let Some(rule) = find(code_or_name) {
        return Some(format!("# {} {}\n\n{}", rule.code(), rule.name(), body(rule, "##")));
    }
    let wanted = code_or_name.trim();
    let info = codes().find(|info| info.code.as_str().eq_ignore_ascii_case(wanted))?;
    Some(format!("# {} {}\n\n{}\n", info.code, info.title, syntax_text(info)))
}

/// The codes that are no rules: those of the language, and of what changed between two snapshots.
pub fn codes() -> impl Iterator<Item = &'static CodeInfo> {
    codes::ALL.iter().chain(CODES)
}

/// Every code with its documentation, as the page `docs/rules.md`.
pub fn reference() -> String {
    let mut page = String::from(
        "# Everything that vtql finds\n\n\
         Made from the sources of the rules; do not edit it. `vtql explain CODE` shows one of them.\n\n\
         `V0xx` syntax and compilation · `V1xx` schema and types · `V2xx` traps: the server accepts the query and \
         does something else, whatever was meant · `V3xx` style, cost, and what is a trap only for whoever meant \
         something else.\n\n\
         The level of a rule is set in the file `vtql.toml`, which the macros read as well as the command line, by \
         flags, and for one statement by a comment `-- vtql: allow(CODE)`. What is no rule has no level: syntax errors, \
         and what changed between two snapshots.\n\n\
         The macros, the command line and the library find the same and say the same. The compiler has no notes for macros to \
         write, so that a note shows there when its level is set to `warn` or `deny`. Rules for texts that go to \
         the server as they are find something in `vtql_wire!`; `vtql!` compiles its text, which the traps of the wire do not \
         touch then.\n\n\
         | code | name | finds | level |\n|---|---|---|---|\n",
    );
    for info in codes() {
        let _ =
            writeln!(page, "| [{0}](#{1}) | | {2} | |", info.code, anchor(info.code.as_str()), info.title);
    }
    for rule in all() {
        let (code, name, title, level) = (rule.code(), rule.name(), rule.title(), rule.default_level());
        let _ = writeln!(page, "| [{code}](#{}) | `{name}` | {title} | {level} |", anchor(code.as_str()));
    }
    for info in codes() {
        let _ = write!(page, "\n## {}\n\n**{}**\n\n{}\n", info.code, info.title, syntax_text(info));
    }
    for rule in all() {
        let _ = write!(page, "\n## {}\n\n`{}` · {}", rule.code(), rule.name(), body(rule, "###"));
    }
    page
}

fn anchor(code: &str) -> String {
    code.to_ascii_lowercase()
}

fn syntax_text(info: &codes::CodeInfo) -> String {
    let lines = info.explanation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Title, level and sections, the headings at a depth that fits the page.
fn body(rule: &Rule, heading: &str) -> String {
    let documentation = rule.documentation();
    let sections = documentation.split_once('\n').map_or("", |(_, sections)| sections.trim());
    let sections: Vec<String> = sections
        .lines()
        .map(|line| line.strip_prefix("## ").map_or_else(|| line.to_owned(), |it| format!("{heading} {it}")))
        .collect();
    let (title, level, reach) = (rule.title(), rule.default_level(), reach(rule));
    let in_macros = match level {
        Level::Note => " The macros show it at the level `warn` or `deny`.",
        _ => "",
    };
    format!("{title}. Level: {level}.{in_macros}{reach}\n\n{}\n", sections.join("\n"))
}

/// Where the rule finds nothing, whatever the query.
fn reach(rule: &Rule) -> &'static str {
    match rule.reach() {
        Reach::Everywhere => "",
        Reach::Wire => {
            " Only in texts that go to the server as they are: the wire dialect, and `vtql_wire!`."
        }
        Reach::Program => " Only in the sources of programs that put queries together.",
        Reach::Writes => " Only in what is written to records.",
    }
}
