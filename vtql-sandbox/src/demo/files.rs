//! Files of demo records: every third document has a text, the first contacts and products have a picture.

use super::plan::Ids;
use super::random::Random;
use crate::catalog::Module;
use crate::store::{self, Store};
use rusqlite::params;

/// How many contacts, and how many products, have a picture.
const PICTURES: usize = 10;
/// The width and the height of a picture.
const SIDE: u8 = 24;

struct File {
    name: String,
    content_type: &'static str,
    contents: Vec<u8>,
}

/// Gives records their files.
pub(super) fn attach(store: &Store, seed: u64, ids: &Ids) -> rusqlite::Result<()> {
    let mut random = Random::new(seed, "files");
    for (module, every, most) in
        [("Documents", 3, usize::MAX), ("Contacts", 1, PICTURES), ("Products", 1, PICTURES)]
    {
        let Some(module) = store.catalog.module(module) else { continue };
        for (position, id) in ids.of(&module.name).iter().enumerate().step_by(every).take(most) {
            let number = position + 1;
            let file = if module.name == "Documents" {
                text(number, &mut random)
            } else {
                picture(&module.name, number, &mut random)
            };
            keep(store, module, *id, &file)?;
        }
    }
    Ok(())
}

fn text(number: usize, random: &mut Random) -> File {
    let lines = (1..=random.between(20, 2_000)).map(|line| {
        let (pieces, price) = (random.below(90), random.below(900));
        format!("{line}. {pieces} pieces at {price},50 € – größer\n")
    });
    let contents = lines.fold(format!("Offer {number}\n"), |text, line| text + &line);
    File { name: format!("offer-{number}.txt"), content_type: "text/plain", contents: contents.into_bytes() }
}

/// A picture of one colour, as a bitmap of Windows: a head of 54 bytes, and rows of blue, green and red.
fn picture(module: &str, number: usize, random: &mut Random) -> File {
    let pixel: Vec<u8> = (0..3).map(|_| u8::try_from(random.below(256)).unwrap_or_default()).collect();
    let pixels = pixel.repeat(usize::from(SIDE) * usize::from(SIDE));
    let size = u32::try_from(54 + pixels.len()).unwrap_or_default();
    let mut contents = b"BM".to_vec();
    for part in [size, 0, 54, 40, SIDE.into(), SIDE.into(), 1 | 24 << 16, 0, 0, 0, 0, 0, 0] {
        contents.extend_from_slice(&part.to_le_bytes());
    }
    contents.extend_from_slice(&pixels);
    File { name: format!("{}-{number}.bmp", module.to_lowercase()), content_type: "image/bmp", contents }
}

fn keep(store: &Store, module: &Module, id: i64, file: &File) -> rusqlite::Result<()> {
    let number = store.next_id(module);
    store.write(|connection| {
        let Some(mut record) = store::find(connection, module, id)? else { return Ok(()) };
        let size = file.contents.len().to_string();
        for (field, value) in [
            ("filename", file.name.as_str()),
            ("filetype", file.content_type),
            ("filesize", &size),
            ("filelocationtype", "I"),
            ("imagename", &file.name),
        ] {
            record.set(module, field, value.to_owned());
        }
        store::save(connection, module, &record)?;
        let sql =
            "INSERT INTO files (id, document, name, type, size, contents) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = params![number, module.id(id), file.name, file.content_type, size, file.contents];
        connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    })
}
