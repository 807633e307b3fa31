use crate::catalog::Module;
use crate::error::StartErrorKind;
use crate::store::Store;
use crate::{row, sql};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes `<Module>.jsonl` of each module to a folder, which is made when it is missing: what
/// [`load_dir`](super::load_dir) reads. Answers the number of records.
pub(crate) fn dump_dir(store: &Store, dir: &Path) -> Result<usize, StartErrorKind> {
    let unwritable = |source| StartErrorKind::Write { path: dir.to_owned(), source };
    std::fs::create_dir_all(dir).map_err(unwritable)?;
    let mut dumped = 0;
    for module in store.catalog.modules().iter().filter(|module| module.field("id").is_some()) {
        let path = dir.join(format!("{}.jsonl", module.name));
        let unwritable = |source| StartErrorKind::Write { path: path.clone(), source };
        let mut file = BufWriter::new(File::create(&path).map_err(unwritable)?);
        dumped += dump(store, module, |line| file.write_all(line).map_err(unwritable))?;
        file.flush().map_err(unwritable)?;
    }
    Ok(dumped)
}

fn dump(
    store: &Store,
    module: &Module,
    mut write: impl FnMut(&[u8]) -> Result<(), StartErrorKind>,
) -> Result<usize, StartErrorKind> {
    let plan = sql::every_row(module);
    let sql::Answer::Rows(cells) = &plan.answer else { return Ok(0) };
    store.read(|connection| {
        let mut statement = connection.prepare(&plan.sql)?;
        let mut rows = statement.query([])?;
        let mut dumped = 0;
        let mut line = Vec::new();
        while let Some(row) = rows.next()? {
            line.clear();
            row::write(&mut line, module, cells, row)?;
            line.push(b'\n');
            if let Err(error) = write(&line) {
                return Ok(Err(error));
            }
            dumped += 1;
        }
        Ok(Ok(dumped))
    })?
}
