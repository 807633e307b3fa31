//! Sources as people write them, one file a language in `tests/cases/`. Under each stands what is found
//! (`=>`) and what is wrong with it (`!!`, without notes): run the tests once with `VTQL_BLESS=1` to write
//! these lines, and read them before you keep them.

use super::check;
use std::fmt::Write;
use std::path::Path;
use vtql_hosts::Language;
use vtql_parser::Severity;

struct Case {
    title: String,
    source: String,
}

fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("### "), cases.last_mut()) {
            (Some(title), _) => cases.push(Case { title: title.to_owned(), source: String::new() }),
            (None, Some(case)) if !line.starts_with("=> ") && !line.starts_with("!! ") => {
                case.source.push_str(line);
                case.source.push('\n');
            }
            _ => {}
        }
    }
    cases
}

/// The sources of a language.
pub(super) fn sources(language: Language) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_its = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        Language::of(Path::new(&format!("x.{name}"))) == Some(language)
    };
    let texts = files.filter(is_its).map(|path| std::fs::read_to_string(path).unwrap());
    texts.flat_map(|text| read(&text)).map(|case| case.source).collect()
}

fn answer(source: &str, language: Language) -> String {
    let (found, findings) = check(source, language);
    let mut text = String::new();
    for query in found.queries.iter().filter(|query| !query.is_alternative()) {
        let open = if query.open_end() { " …" } else { "" };
        let words = query.text().split('\n').map(str::trim_end).collect::<Vec<_>>().join("⏎");
        writeln!(text, "=> {words}{open}").unwrap();
    }
    if found.queries.is_empty() {
        text.push_str("=> nothing\n");
    }
    for finding in findings.iter().filter(|it| it.severity > Severity::Note) {
        let place = finding.span.slice(source).replace('\n', "⏎");
        writeln!(text, "!! {} at `{place}`: {}", finding.code, finding.message).unwrap();
    }
    assert!(found.not_read.is_empty(), "{source} was not read: {:?}", found.not_read);
    text
}

#[test]
fn every_case_reads_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut problems = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let language = Language::of(Path::new(&format!("x.{name}"))).unwrap();
        let before = std::fs::read_to_string(&path).unwrap();
        let mut now = String::new();
        for case in read(&before) {
            count += 1;
            let answer = answer(&case.source, language);
            write!(now, "### {}\n{}{answer}", case.title, case.source).unwrap();
        }
        if now != before {
            if std::env::var_os("VTQL_BLESS").is_some() {
                std::fs::write(&path, &now).unwrap();
            } else {
                problems.push(format!("{} reads differently now:\n{now}", path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(count >= 200, "{count} cases");
}

/// CR LF changes no query and no finding.
#[test]
fn line_ends_of_another_system_change_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let language = Language::of(Path::new(&format!("x.{name}"))).unwrap();
        // A backslash joins lines in Bash only before a line feed.
        if language == Language::Bash {
            continue;
        }
        for case in read(&std::fs::read_to_string(&path).unwrap()) {
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let texts = |source: &str| -> Vec<String> {
                let (found, findings) = check(source, language);
                let queries = found.queries.iter().map(|query| words(query.text()));
                let findings =
                    findings.iter().map(|it| format!("{} {}", it.code, words(it.span.slice(source))));
                queries.chain(findings).collect()
            };
            let with_crlf = case.source.replace('\n', "\r\n");
            assert_eq!(texts(&with_crlf), texts(&case.source), "{name}: {}", case.title);
        }
    }
}
