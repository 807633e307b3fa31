//! The files of documents, and the pictures of other records: each in a file of a folder, named by ids.

use super::patience::{is_there, may_be_refusal, patiently};
use super::sink::{Beside, Fields, Target};
use super::sources::{Sources, walk};
use crate::error::{Error, Result};
use crate::export::Export;
use crate::format::Written;
use crate::manifest::ExportedFiles;
use crate::table::Table;
use futures::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use vtql_client::{Client, Record, RecordId};

/// The name of the table.
pub(crate) const FILES: &str = "_files";

const FIELDS: &Fields = &[
    ("module", "Module", "string"),
    ("record_id", "Record", "reference"),
    ("file_id", "File", "string"),
    ("name", "Name", "string"),
    ("mime_type", "Type", "string"),
    ("bytes", "Length", "integer"),
    ("sha256", "SHA-256", "string"),
    ("path", "Path", "string"),
    ("error", "Error", "text"),
];

/// How far it has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Reached {
    /// Where the files are.
    folder: Option<PathBuf>,
    /// The module that is under way. Those before it are done.
    module: String,
    /// The query of its records, behind the page that is under way.
    walk: String,
    /// The records of that page that are left.
    pending: Vec<String>,
    /// The records that were looked at.
    #[serde(default)]
    answered: u64,
    count: u64,
    bytes: u64,
    failed: u64,
    first_failure: Option<String>,
}

/// Writes the files and their table.
pub(crate) async fn export(
    export: &Export,
    sources: &Sources,
    target: Target<'_>,
    folder: &Path,
) -> Result<ExportedFiles> {
    let before = export.watch.requests();
    let mut beside: Beside<'_, Reached> = Beside::open(target, FILES, "Files", FIELDS).await?;
    if let Some(earlier) = beside.progress.folder.as_deref().filter(|earlier| *earlier != folder) {
        return Err(Error::refused(format!(
            "the files went to {} before: go on with that, or start anew without resuming",
            earlier.display()
        )));
    }
    if beside.is_complete && !are_there(folder, beside.progress.count, beside.progress.bytes) {
        return Err(Error::refused(format!(
            "the files in {} are not there any more: start anew without resuming",
            folder.display()
        )));
    }
    beside.progress.folder = Some(folder.to_owned());
    if !beside.is_complete {
        std::fs::create_dir_all(folder).map_err(Error::io(folder))?;
        remove_parts(folder)?;
        let mut all = 0;
        for (module, table) in sources {
            if Marks::of(table)?.is_some() {
                all += export.totals.of(module).unwrap_or_default();
            }
        }
        for (module, table) in sources {
            let Some(marks) = Marks::of(table)? else { continue };
            if *module < beside.progress.module {
                continue;
            }
            if *module > beside.progress.module {
                let reached = &mut beside.progress;
                (reached.module, reached.walk) = (module.clone(), "0".to_owned());
                reached.pending.clear();
            }
            of_module(export, table, marks, &mut beside, folder, all).await?;
        }
    }
    let (table, reached) = beside.finish(export.watch.requests() - before).await?;
    export.tell(FILES, table.rows, 0, true);
    let folder = folder.strip_prefix(&export.out).unwrap_or(folder).to_owned();
    let Reached { count, bytes, failed, first_failure, .. } = reached;
    Ok(ExportedFiles { table, folder, count, bytes, failed, first_failure })
}

/// Whether as many files are there as were written, as many bytes.
pub(crate) fn are_there(folder: &Path, count: u64, bytes: u64) -> bool {
    let is_whole = |path: &Path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_written);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let lengths = entries.filter(|it| is_whole(&it.path())).filter_map(|it| Some(it.metadata().ok()?.len()));
    let found = lengths.fold((0, 0), |(count, bytes), length| (count + 1, bytes + length));
    found.0 >= count && found.1 >= bytes
}

/// Which records of a module have files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// Documents with the name of a file that is kept in the CRM.
    Document,
    /// Records with the name of a picture.
    Picture,
}

impl Marks {
    fn of(table: &Table) -> Result<Option<Self>> {
        let module = table.module()?;
        Ok(match module.name.as_str() {
            "Documents" if module.field("filename").is_some() => Some(Marks::Document),
            _ => module.field("imagename").map(|_| Marks::Picture),
        })
    }

    fn fields(self) -> &'static [&'static str] {
        match self {
            Marks::Document => &["filename", "filelocationtype"],
            Marks::Picture => &["imagename"],
        }
    }

    fn fit(self, record: &Record) -> bool {
        let is_set = |field| record.get(field).is_some_and(|text| !text.is_empty());
        match self {
            // `E`: the document is elsewhere, and its file's name is the address.
            Marks::Document => is_set("filename") && record.get("filelocationtype") != Some("E"),
            Marks::Picture => is_set("imagename"),
        }
    }
}

async fn of_module(
    export: &Export,
    table: &Table,
    marks: Marks,
    beside: &mut Beside<'_, Reached>,
    folder: &Path,
    all: u64,
) -> Result<()> {
    work_off(export, &table.module, beside, folder, all).await?;
    let mut walk = walk(&export.client, table, marks.fields(), &beside.progress.walk)?;
    while let Some(page) = walk.next().await? {
        let marked = page.records.iter().filter(|record| marks.fit(record));
        beside.progress.pending = marked.filter_map(Record::id).map(|id| id.to_string()).collect();
        beside.progress.answered += (page.records.len() - beside.progress.pending.len()) as u64;
        beside.progress.walk = page.progress;
        work_off(export, &table.module, beside, folder, all).await?;
    }
    Ok(())
}

/// Fetches the files of the records that are pending.
async fn work_off(
    export: &Export,
    module: &str,
    beside: &mut Beside<'_, Reached>,
    folder: &Path,
    all: u64,
) -> Result<()> {
    let pending = beside.progress.pending.clone();
    let (client, name, place) = (export.client.clone(), module.to_owned(), folder.to_owned());
    let fetched = stream::iter(pending).map(move |id| {
        let (client, name, place) = (client.clone(), name.clone(), place.clone());
        async move {
            match id.parse() {
                Ok(id) => of_record(&client, &name, id, &place).await,
                Err(_) => Ok(Vec::new()),
            }
        }
    });
    let mut fetched = std::pin::pin!(fetched.buffered(export.jobs));
    while let Some(outcomes) = fetched.next().await {
        let outcomes = outcomes?;
        let reached = &mut beside.progress;
        reached.pending.drain(..1.min(reached.pending.len()));
        reached.answered += 1;
        for outcome in &outcomes {
            if let Some(reason) = &outcome.error {
                tracing::warn!(module, reason, "a file could not be had");
                reached.failed += 1;
                reached.first_failure.get_or_insert_with(|| reason.clone());
            } else {
                reached.count += 1;
                reached.bytes += outcome.bytes;
            }
        }
        let rows: Vec<Value> = outcomes.iter().map(|outcome| outcome.row(module)).collect();
        beside.take(&rows).await?;
        export.tell_beside(FILES, beside.rows, rows.len() as u64, (beside.progress.answered, all));
    }
    if beside.progress.pending.is_empty() {
        beside.take(&[]).await?;
    }
    Ok(())
}

/// What became of one file.
#[derive(Debug, Default)]
struct Outcome {
    record: String,
    file: Option<String>,
    name: String,
    mime_type: String,
    bytes: u64,
    sha256: String,
    path: String,
    error: Option<String>,
}

impl Outcome {
    fn row(&self, module: &str) -> Value {
        let Outcome { record, file, name, mime_type, bytes, sha256, path, error } = self;
        match error {
            Some(error) => json!({
                "module": module, "record_id": record, "file_id": file, "name": null, "mime_type": null,
                "bytes": null, "sha256": null, "path": null, "error": error,
            }),
            None => json!({
                "module": module, "record_id": record, "file_id": file, "name": name, "mime_type": mime_type,
                "bytes": bytes.to_string(), "sha256": sha256, "path": path, "error": null,
            }),
        }
    }
}

/// The files of one record: what the record says they are, each fetched. A record that is gone has none.
async fn of_record(client: &Client, module: &str, id: RecordId, folder: &Path) -> Result<Vec<Outcome>> {
    let failed = |file: Option<&str>, reason: String| Outcome {
        record: id.to_string(),
        file: file.map(str::to_owned),
        error: Some(reason),
        ..Outcome::default()
    };
    let record = match patiently!(client.retrieve(id).await) {
        Ok(record) => record,
        Err(Error::Client(error)) if may_be_refusal(&error) => {
            let is_there = is_there(client, module, id).await?;
            return Ok(is_there.then(|| failed(None, error.to_string())).into_iter().collect());
        }
        Err(error) => return Err(error),
    };
    let named = record.get("imageattachmentids").unwrap_or_default();
    let files: Vec<&str> = named.split([',', ';', ' ', '|', '#']).filter(|it| !it.is_empty()).collect();
    if files.is_empty() {
        return Ok(vec![failed(None, "the server names no file of the record".to_owned())]);
    }
    let mut outcomes = Vec::new();
    for text in files {
        let Ok(file) = text.parse::<RecordId>() else {
            outcomes.push(failed(Some(text), "the server names a file by what is no id".to_owned()));
            continue;
        };
        // What the server calls the file says nothing about where it goes.
        let name = format!("{id}-{file}");
        let path = folder.join(&name);
        match patiently!(client.download(file, &path).await) {
            Ok(download) => {
                let hashed = path.clone();
                let written = tokio::task::spawn_blocking(move || Written::of(&hashed, 0)).await;
                let written = written.map_err(|_| Error::refused("the file cannot be read"))??;
                outcomes.push(Outcome {
                    record: id.to_string(),
                    file: Some(file.to_string()),
                    name: download.name,
                    mime_type: download.mime_type,
                    bytes: written.bytes,
                    sha256: written.sha256,
                    path: name,
                    error: None,
                });
            }
            Err(Error::Client(error)) if may_be_refusal(&error) => {
                // A server that does not answer at all has refused nothing.
                is_there(client, module, id).await?;
                outcomes.push(failed(Some(text), error.to_string()));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(outcomes)
}

/// Removes what downloads left that were ended: `15x33-15x34.0123abcd.part`.
fn remove_parts(folder: &Path) -> Result<()> {
    let io = Error::io(folder);
    for entry in std::fs::read_dir(folder).map_err(&io)? {
        let path = entry.map_err(&io)?.path();
        let is_part = path.file_name().and_then(|name| name.to_str()).is_some_and(is_part);
        if is_part {
            std::fs::remove_file(&path).map_err(Error::io(&path))?;
        }
    }
    Ok(())
}

fn is_part(name: &str) -> bool {
    let Some(name) = name.strip_suffix(".part") else { return false };
    let Some((ids, random)) = name.split_once('.') else { return false };
    random.len() == 8 && random.bytes().all(|byte| byte.is_ascii_hexdigit()) && is_written(ids)
}

/// Whether a file was written here, by its name: `15x33-15x34`.
fn is_written(name: &str) -> bool {
    let is_id = |text: &str| text.parse::<RecordId>().is_ok();
    name.split_once('-').is_some_and(|(record, file)| is_id(record) && is_id(file))
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_what_a_download_left_is_removed() {
        assert!(super::is_part("15x33-15x34.0123abcd.part"));
        for name in ["15x33-15x34", "x.0123abcd.part", "15x33-15x34.part", "15x33-15x34.0123abcz.part"] {
            assert!(!super::is_part(name), "{name}");
        }
    }
}
