use super::{Compression, FormatOptions, Mark, TableFile};
use crate::error::{Error, Result};
use crate::replace::protect;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::arrow_writer::ArrowWriter;
use parquet::arrow::{ArrowSchemaConverter, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression as Codec, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vtql_arrow::Columns;

/// A file of row groups. Each is written to a file of its own, since a Parquet file without its end cannot be gone
/// on with; at the end they are put one behind the other as they are.
pub(super) struct ParquetFile {
    path: PathBuf,
    parts: PathBuf,
    schema: SchemaRef,
    properties: WriterProperties,
    /// The row group in the making.
    part: Option<ArrowWriter<BufWriter<File>>>,
    mark: Mark,
}

/// Small enough for 64 columns at once to stay within some megabytes.
const DICTIONARY: usize = 64 << 10;
const PAGE: usize = 128 << 10;
const BUFFER: usize = 256 << 10;

impl ParquetFile {
    pub(super) fn open(path: &Path, columns: &Columns, options: FormatOptions, from: Mark) -> Result<Self> {
        let codec = match options.compression {
            Compression::None => Codec::SNAPPY,
            Compression::Gzip | Compression::Zstd => Codec::ZSTD(ZstdLevel::default()),
        };
        let schema = columns.schema();
        let mut properties = WriterProperties::builder()
            .set_compression(codec)
            .set_created_by(concat!("vtql ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_dictionary_page_size_limit(DICTIONARY)
            .set_data_page_size_limit(PAGE)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_max_row_group_row_count(None)
            .build();
        add_encoded_arrow_schema_to_metadata(&schema, &mut properties);
        let mut parts = super::partial::partial(path).into_os_string();
        parts.push(".parts");
        let parts = PathBuf::from(parts);
        if from.parts == 0 && parts.exists() {
            fs::remove_dir_all(&parts).map_err(Error::io(&parts))?;
        }
        fs::create_dir_all(&parts).map_err(Error::io(&parts))?;
        Ok(ParquetFile { path: path.to_owned(), parts, schema, properties, part: None, mark: from })
    }

    fn part_path(&self, number: u64) -> PathBuf {
        self.parts.join(format!("{number:06}.parquet"))
    }

    /// Puts the row groups into one file.
    fn join(&self, to: &Path) -> Result<()> {
        let wrong = Error::parquet(to);
        let file = File::create(to).map_err(Error::io(to))?;
        protect(to, &self.path).map_err(Error::io(to))?;
        let file = BufWriter::with_capacity(BUFFER, file);
        let described = ArrowSchemaConverter::new().convert(&self.schema).map_err(&wrong)?;
        let properties = Arc::new(self.properties.clone());
        let mut writer =
            SerializedFileWriter::new(file, described.root_schema_ptr(), properties).map_err(&wrong)?;
        for number in 0..self.mark.parts {
            let path = self.part_path(number);
            let wrong = Error::parquet(&path);
            let file = File::open(&path).map_err(Error::io(&path))?;
            let reader =
                SerializedFileReader::new(file.try_clone().map_err(Error::io(&path))?).map_err(&wrong)?;
            for group in reader.metadata().row_groups() {
                let rows_written = u64::try_from(group.num_rows()).unwrap_or_default();
                let mut out = writer.next_row_group().map_err(&wrong)?;
                for column in group.columns() {
                    let close = ColumnCloseResult {
                        bytes_written: u64::try_from(column.compressed_size()).unwrap_or_default(),
                        rows_written,
                        metadata: column.clone(),
                        bloom_filter: None,
                        column_index: None,
                        offset_index: None,
                    };
                    out.append_column(&file, close).map_err(&wrong)?;
                }
                out.close().map_err(&wrong)?;
            }
        }
        let file = writer.into_inner().map_err(&wrong)?;
        let file = file.into_inner().map_err(|error| Error::io(to)(error.into_error()))?;
        file.sync_all().map_err(Error::io(to))
    }
}

impl TableFile for ParquetFile {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        let path = self.part_path(self.mark.parts);
        if self.part.is_none() {
            let file = File::create(&path).map_err(Error::io(&path))?;
            protect(&path, &self.path).map_err(Error::io(&path))?;
            let file = BufWriter::with_capacity(BUFFER, file);
            let writer = ArrowWriter::try_new(file, self.schema.clone(), Some(self.properties.clone()));
            self.part = Some(writer.map_err(Error::parquet(&path))?);
        }
        if let Some(part) = &mut self.part {
            part.write(batch).map_err(Error::parquet(&path))?;
        }
        self.mark.rows += batch.num_rows() as u64;
        Ok(())
    }

    fn commit(&mut self) -> Result<Mark> {
        if let Some(part) = self.part.take() {
            let path = self.part_path(self.mark.parts);
            let file = part.into_inner().map_err(Error::parquet(&path))?;
            file.into_inner().map_err(|error| Error::io(&path)(error.into_error()))?;
            self.mark.parts += 1;
        }
        Ok(self.mark)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.commit()?;
        self.join(&super::partial::partial(&self.path))
    }
}
