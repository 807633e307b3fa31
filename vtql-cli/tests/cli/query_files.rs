//! Rows of a query in files.

use crate::query::{served, two_pages};
use crate::vtql::json_lines;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::Value;
use std::fs::File;
use std::path::Path;

#[test]
fn a_file_of_rows_appears_whole_or_not_at_all() {
    let (served, work) = served();
    work.write("q.vtql", "-- open ones\nselect id, lastname from Contacts;\n");
    for name in ["out.csv", "out.jsonl", "out.json"] {
        let ran = served.run(&work, &["query", "--file", "q.vtql", "-o", name]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", "250 rows\n"));
        let format = name.split_once('.').unwrap().1;
        let shown = served.run(&work, &["query", "--file", "q.vtql", "-f", format]).out;
        assert_eq!(work.read(name), shown);
    }
    let url = two_pages(true);
    work.write("kept.csv", "as it was");
    let args = ["query", "select id from Contacts", "-o", "kept.csv", "--url", &url];
    let ran = served.run(&work, &args);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(!ran.err.contains("--resume-after"), "its rows are gone: {}", ran.err);
    assert_eq!(work.read("kept.csv"), "as it was");
    let files = std::fs::read_dir(work.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(files.into_iter().all(|name| !name.to_string_lossy().starts_with(".vtql-")));
    let ran = served.run(&work, &["query", "select id from Contacts", "-o", "out.xyz"]);
    assert!(ran.code == Some(2) && ran.err.contains("does not say how rows are written"), "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn rows_go_into_a_device_as_they_come() {
    let (served, work) = served();
    let query = ["query", "select id, lastname from Contacts limit 150", "-f", "csv", "-o"];
    let run = |out: &str| served.run(&work, &[&query[..], &[out]].concat());
    let (ran, shown) = (run("/dev/stdout"), served.run(&work, &query[..4]));
    assert_eq!((ran.code, ran.out), (Some(0), shown.out), "{}", ran.err);
    assert!(ran.err.ends_with("150 rows\n"), "{}", ran.err);
    assert_eq!(run("/dev/null").code, Some(0));
    let ran = run("/dev/full");
    assert!(ran.code == Some(2) && ran.err.contains("error[WRITE]"), "{:?} {}", ran.code, ran.err);
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The texts of one column, as each format holds them; null is no text.
fn column(path: &Path, name: &str) -> Vec<String> {
    let file = File::open(path).unwrap();
    match path.extension().unwrap().to_str().unwrap() {
        "parquet" => {
            let reader = SerializedFileReader::new(file).unwrap();
            let rows = reader.get_row_iter(None).unwrap();
            let cell = |row: &Row| match row.get_column_iter().find(|(column, _)| *column == name) {
                Some((_, Field::Str(text))) => text.clone(),
                Some((_, Field::Null)) => String::new(),
                other => panic!("{name}: {other:?}"),
            };
            rows.map(|row| cell(&row.unwrap())).collect()
        }
        "sqlite" | "db" => {
            let database = rusqlite::Connection::open(path).unwrap();
            let mut query = database.prepare(&format!("select {name} from Leads order by rowid")).unwrap();
            let rows =
                query.query_map([], |row| Ok(row.get::<_, Option<String>>(0)?.unwrap_or_default())).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        }
        "gz" => {
            let mut reader = csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(file));
            let place = reader.headers().unwrap().iter().position(|it| it == name).unwrap();
            reader.records().map(|row| row.unwrap()[place].to_owned()).collect()
        }
        _ => {
            let lines = String::from_utf8(zstd::decode_all(file).unwrap()).unwrap();
            json_lines(&lines).iter().map(|row| text(&row[name])).collect()
        }
    }
}

const TABLES: [&str; 5] = ["out.parquet", "out.sqlite", "out.db", "out.csv.gz", "out.jsonl.zst"];

#[test]
fn a_table_holds_the_rows_that_are_printed_with_and_without_a_snapshot() {
    let (served, work) = served();
    let query = "select lastname, company, email from Leads order by lastname desc";
    let printed = json_lines(&served.run(&work, &["query", query, "-f", "jsonl"]).out);
    assert_eq!(printed.len(), 3);
    served.run(&work, &["snapshot", "pull"]);
    for without_snapshot in [true, false] {
        for name in TABLES {
            let mut args = vec!["query", query, "-o", name];
            args.extend(without_snapshot.then_some("--no-snapshot"));
            let ran = served.run(&work, &args);
            assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", "3 rows\n"), "{name}");
            for field in ["id", "lastname", "company", "email"] {
                let wanted: Vec<String> = printed.iter().map(|row| text(&row[field])).collect();
                assert_eq!(column(&work.path().join(name), field), wanted, "{name}: {field}");
            }
        }
    }
}

#[test]
fn a_table_of_no_rows_has_its_columns() {
    let (served, work) = served();
    for name in TABLES {
        let ran =
            served.run(&work, &["query", "select lastname from Leads where lastname = 'none'", "-o", name]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), "0 rows\n"), "{name}");
        assert!(column(&work.path().join(name), "lastname").is_empty(), "{name}");
    }
}

#[test]
fn a_table_whose_query_fails_leaves_what_was_there() {
    let (served, work) = served();
    for name in TABLES {
        work.write(name, "as it was");
        let url = two_pages(true);
        let ran = served.run(&work, &["query", "select id from Contacts", "-o", name, "--url", &url]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert_eq!(work.read(name), "as it was");
    }
    assert_eq!(std::fs::read_dir(work.path()).unwrap().count(), TABLES.len(), "nothing else is left");
}

/// A file of rows takes over who may read the one before, and a link is followed, whether its file is there or not.
#[cfg(unix)]
#[test]
fn permissions_and_links_stay_when_rows_take_a_place() {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (served, work) = served();
    for name in ["out.csv", "out.jsonl", "out.json", "out.csv.gz", "out.parquet", "out.sqlite"] {
        let write = |name: &str| {
            let ran = served.run(&work, &["query", "select id, lastname from Contacts limit 5", "-o", name]);
            assert_eq!(ran.code, Some(0), "{name}: {}", ran.err);
        };
        let (file, link) = (work.path().join(name), work.path().join(format!("link.{name}")));
        symlink(name, &link).unwrap();
        write(&format!("link.{name}"));
        assert!(link.is_symlink() && !file.is_symlink() && file.is_file(), "{name}");
        std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        write(name);
        write(&format!("link.{name}"));
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        assert!(link.is_symlink(), "{name}");
    }
}
