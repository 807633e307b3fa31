//! A text file that grows, perhaps compressed, and can be gone on with at a mark.

use super::{Compression, Mark};
use crate::error::{Error, Result};
use crate::replace::protect;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

pub(super) struct Stream {
    partial: PathBuf,
    compression: Compression,
    out: Out,
    rows: u64,
}

/// Both compressions may be made of several pieces, one behind the other: a mark stands between two.
enum Out {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::Encoder<'static, BufWriter<File>>),
    /// While a piece is completed.
    Moved,
}

const BUFFER: usize = 256 << 10;
const ZSTD_LEVEL: i32 = 3;

impl Out {
    fn new(file: BufWriter<File>, compression: Compression) -> std::io::Result<Self> {
        Ok(match compression {
            Compression::None => Out::Plain(file),
            Compression::Gzip => Out::Gzip(GzEncoder::new(file, flate2::Compression::default())),
            Compression::Zstd => Out::Zstd(zstd::Encoder::new(file, ZSTD_LEVEL)?),
        })
    }

    fn complete(self) -> std::io::Result<Option<BufWriter<File>>> {
        let mut file = match self {
            Out::Plain(file) => file,
            Out::Gzip(encoder) => encoder.finish()?,
            Out::Zstd(encoder) => encoder.finish()?,
            Out::Moved => return Ok(None),
        };
        file.flush()?;
        Ok(Some(file))
    }
}

impl Stream {
    pub(super) fn open(path: &Path, compression: Compression, from: Mark) -> Result<Self> {
        let partial = super::partial::partial(path);
        if std::fs::metadata(&partial).map_or(0, |file| file.len()) < from.bytes {
            let message = "the file is shorter than it was: start anew without resuming".to_owned();
            return Err(Error::State { path: partial, message });
        }
        let opened = || {
            let mut file = File::options().create(true).truncate(false).write(true).open(&partial)?;
            protect(&partial, path)?;
            file.set_len(from.bytes)?;
            file.seek(SeekFrom::End(0))?;
            Out::new(BufWriter::with_capacity(BUFFER, file), compression)
        };
        let out = opened().map_err(Error::io(&partial))?;
        Ok(Stream { partial, compression, out, rows: from.rows })
    }

    pub(super) fn write(&mut self, bytes: &[u8], rows: usize) -> Result<()> {
        self.rows += rows as u64;
        let written = match &mut self.out {
            Out::Plain(out) => out.write_all(bytes),
            Out::Gzip(out) => out.write_all(bytes),
            Out::Zstd(out) => out.write_all(bytes),
            Out::Moved => Err(std::io::Error::other("the file was not gone on with after an error")),
        };
        written.map_err(Error::io(&self.partial))
    }

    pub(super) fn commit(&mut self) -> Result<Mark> {
        let io = Error::io(&self.partial);
        let out = std::mem::replace(&mut self.out, Out::Moved);
        let file = out.complete().map_err(&io)?;
        let mut file = file.ok_or_else(|| io(std::io::Error::other("the file is closed")))?;
        let bytes = file.stream_position().map_err(&io)?;
        self.out = Out::new(file, self.compression).map_err(&io)?;
        Ok(Mark { rows: self.rows, bytes, parts: 0 })
    }

    pub(super) fn finish(self) -> Result<()> {
        let io = Error::io(&self.partial);
        if let Some(file) = self.out.complete().map_err(&io)? {
            file.get_ref().sync_all().map_err(&io)?;
        }
        Ok(())
    }
}
