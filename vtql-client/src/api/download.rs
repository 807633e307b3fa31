use super::files;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::transport::{Call, Saving};
use std::path::Path;
use vtql_parser::ast::RecordId;

/// A file that was written to disk, for [`Client::download`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    /// The number of the file.
    pub id: String,
    /// The name that it has in the CRM.
    pub name: String,
    /// Its MIME type.
    pub mime_type: String,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Client {
    /// Writes a file to `path`, by its resource id: the value of a field such as `imageattachmentids` (manual, *Files
    /// Retrieve*). It is decoded while it comes, so that memory does not grow with it, and the time of a request bounds
    /// how long nothing moves instead of the whole.
    ///
    /// The file takes its place when it is whole: what is at `path` before is there until then, and stays when the
    /// download fails or is given up.
    ///
    /// ```no_run
    /// # async fn run(client: vtql_client::Client, contact: vtql_client::RecordId) -> Result<(), Box<dyn std::error::Error>> {
    /// let contact = client.retrieve(contact).await?;
    /// if let Some(image) = contact.get("imageattachmentids").filter(|ids| !ids.is_empty()) {
    ///     let file = client.download(image.parse()?, "portrait.png").await?;
    ///     println!("{} bytes of {}", file.bytes, file.mime_type);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] when the file cannot be written.
    pub async fn download(&self, id: RecordId, path: impl AsRef<Path>) -> Result<Download> {
        let named = |error: Error| error.with_operation("files_retrieve");
        let saving = Saving::new(path.as_ref()).await.map_err(named)?;
        let call = Call::get("files_retrieve").param("id", id.to_string());
        let file = self.result::<files::Answer>(&call.save(&saving)).await?.file()?;
        let bytes = saving.finish().await.map_err(named)?.ok_or_else(|| {
            named(Error::new(ErrorKind::UnexpectedAnswer, "the answer has no contents of a file"))
        })?;
        Ok(Download { id: file.fileid, name: file.filename, mime_type: file.filetype, bytes })
    }
}
