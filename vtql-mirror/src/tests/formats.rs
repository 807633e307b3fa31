use super::support::{BOTH, Interface, Rows, client, dumped, of_csv, of_jsonl, of_parquet, of_sqlite, same};
use crate::format::{Compression, Format, FormatOptions, Mark};
use crate::{Export, Manifest};
use std::path::Path;
use vtql_arrow::{BatchBuilder, Columns, Misfits};
use vtql_sandbox::Sandbox;

async fn export(sandbox: &Sandbox, interface: Interface, format: Format, out: &Path) -> Manifest {
    let (client, watch) = client(sandbox, interface);
    Export::new(client, watch, format, out).run().await.unwrap()
}

/// Every module of the demo data in every format, on both interfaces, with what breaks careless code in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_format_holds_what_the_server_has() {
    let sandbox =
        Sandbox::builder().rows("Contacts", 350).rows("Invoice", 130).seed(3).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    sandbox.dump_dir(&dump).await.unwrap();
    for interface in BOTH {
        let out = |name: &str| folder.path().join(format!("{interface:?}-{name}"));
        let manifest = export(&sandbox, interface, Format::Parquet, &out("parquet")).await;
        export(&sandbox, interface, Format::Csv, &out("csv")).await;
        export(&sandbox, interface, Format::Jsonl, &out("jsonl")).await;
        let database = export(&sandbox, interface, Format::Sqlite, &out("crm.sqlite")).await;
        for manifest in [&manifest, &database] {
            for (module, table) in &manifest.modules {
                // An activity has a row for each of its contacts: a page of them has fewer records.
                let is_joined = ["Events", "Calendar"].contains(&module.as_str());
                let most = table.rows.div_ceil(100) + 2;
                assert!(is_joined || table.requests <= most, "{module}: {} of {most}", table.requests);
            }
        }
        assert!(manifest.modules.len() > 25, "{:?}", manifest.skipped);
        let (client, _) = client(&sandbox, interface);
        for (module, exported) in &manifest.modules {
            let columns = Columns::of_module(&client.describe(module).await.unwrap(), Misfits::Raw);
            let wanted = comparable(module, dumped(&dump, &columns));
            assert_eq!(exported.misfits, 0, "{module}: {:?}", exported.first_misfits);
            let read = |format: &str| {
                std::fs::read_to_string(out(format).join(format!("{module}.{format}"))).unwrap()
            };
            same(
                &format!("{module}.csv"),
                &without_empty(comparable(module, of_csv(&read("csv"), &columns))),
                &without_empty(wanted.clone()),
            );
            same(
                &format!("{module}.jsonl"),
                &comparable(module, of_jsonl(&read("jsonl"), &columns)),
                &wanted,
            );
            same(
                &format!("{module}.parquet"),
                &comparable(module, of_parquet(&out("parquet").join(format!("{module}.parquet")))),
                &wanted,
            );
            same(
                &format!("{module} in SQLite"),
                &comparable(module, of_sqlite(&out("crm.sqlite"), module)),
                &wanted,
            );
        }
    }
}

/// Null and the empty text are one to the readers of CSV that most use.
fn without_empty(mut rows: Rows) -> Rows {
    rows.values_mut().for_each(|row| row.retain(|_, text| !text.is_empty()));
    rows
}

/// An event may have several contacts, of which the server shows any; and a dump has two values under the one key of
/// a discount, that of the record and that of a line item.
fn comparable(module: &str, mut rows: Rows) -> Rows {
    for row in rows.values_mut() {
        if matches!(module, "Events" | "Calendar") {
            row.remove("contact_id");
        }
        row.retain(|field, _| !field.starts_with("hdnDiscount"));
    }
    rows
}

/// Pages, and what describe and the end cost: two requests.
#[tokio::test]
async fn an_export_asks_for_no_more_than_pages_a_description_and_the_end() {
    let sandbox = Sandbox::builder().rows("Contacts", 250).rows("Invoice", 120).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (format, out) in [(Format::Csv, "csv"), (Format::Sqlite, "a.sqlite")] {
        let (client, watch) = client(&sandbox, Interface::Rest);
        sandbox.clear_log();
        let export =
            Export::new(client, watch, format, folder.path().join(out)).modules(["Contacts", "Invoice"]);
        let manifest = export.run().await.unwrap();
        assert_eq!(sandbox.requests(), 5 + 4, "{format}");
        assert_eq!(manifest.modules["Contacts"].requests, 5, "{format}");
    }
}

#[tokio::test]
async fn files_can_be_compressed_and_a_spreadsheet_guarded() {
    let sandbox = Sandbox::builder().rows("Leads", 0).start().await.unwrap();
    let (client, watch) = client(&sandbox, Interface::Rest);
    let nasty = ["=cmd|' /C calc'!A0", "+4930123", "-1", "@x", "007", "a \"b\", c\nd", " x "];
    for text in nasty {
        let lead = serde_json::json!({"lastname": text, "company": "c", "assigned_user_id": "19x1"});
        client.create("Leads", &lead).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let options = FormatOptions::default().compression(Compression::Gzip).guard_formulas(true).bom(true);
    let export = Export::new(client.clone(), watch.clone(), Format::Csv, folder.path());
    export.query("select lastname from Leads").options(options).run().await.unwrap();
    let file = std::fs::File::open(folder.path().join("Leads.csv.gz")).unwrap();
    let text = std::io::read_to_string(flate2::read::MultiGzDecoder::new(file)).unwrap();
    assert!(text.starts_with("\u{feff}lastname,id,_raw\n"), "{text}");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert_eq!(names, ["'=cmd|' /C calc'!A0", "'+4930123", "'-1", "'@x", "007", "a \"b\", c\nd", " x "]);
}

/// The name of a column may be a formula as well, and a text may have something before it that does not show.
#[test]
fn names_and_hidden_beginnings_are_guarded() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.csv");
    let columns = crate::table::Table::made("X", "X", &[("=name", "", "string"), ("+1", "", "string")]);
    let columns = columns.columns().unwrap();
    let mut builder = BatchBuilder::new(columns.clone());
    builder.append_texts([Some("\0=1"), Some("\u{feff}=2")].into_iter());
    let options = FormatOptions::default().guard_formulas(true);
    let mut open = crate::format::open(&file, Format::Csv, &columns, options, Mark::default()).unwrap();
    open.write(&builder.finish().unwrap()).unwrap();
    open.finish().unwrap();
    crate::format::give_name(&file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text, "'=name,'+1\n\"'\0=1\",'\u{feff}=2\n");
}

/// A value that does not fit is neither lost nor an error.
#[tokio::test]
async fn what_does_not_fit_is_kept_and_told() {
    let sandbox = Sandbox::builder().rows("Leads", 3).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for misfits in [Misfits::Raw, Misfits::Null] {
        let (client, watch) = client(&sandbox, Interface::Rest);
        let out = folder.path().join(format!("{misfits:?}"));
        // Described as a number, and answered with words.
        let mut table = crate::table::Table::describe(&client, "Leads", None, misfits).await.unwrap();
        table.pretend_type("lastname", "double");
        let columns = table.columns().unwrap();
        let mut output = crate::format::Output::create(
            out.with_extension("jsonl"),
            Format::Jsonl,
            columns,
            FormatOptions::default(),
        )
        .unwrap();
        output.append(&client.query("select * from Leads").unwrap().all().await.unwrap()).unwrap();
        assert_eq!(output.misfits().total(), 3);
        assert_eq!(output.misfits().first()[0].field, "lastname");
        output.finish().unwrap();
        drop(watch);
        let text = std::fs::read_to_string(out.with_extension("jsonl")).unwrap();
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(row["lastname"].is_null());
            match misfits {
                Misfits::Raw => assert!(row["_raw"].as_str().unwrap().contains("\"lastname\":")),
                Misfits::Null => assert!(row.get("_raw").is_none()),
            }
        }
    }
}
