use crate::client::Client;
use crate::error::Result;
use crate::record::Record;
use crate::transport::{Call, Contents, Enclosure};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

/// A file to be sent with a new document, for [`Client::upload`].
///
/// ```
/// use vtql_client::Upload;
///
/// let offer = Upload::file("offers/2030-04.pdf").mime_type("application/pdf");
/// let offer = offer.on_progress(|sent, total| println!("{sent} of {total} bytes"));
/// let note = Upload::bytes("note.txt", "call back on Monday").mime_type("text/plain");
/// ```
#[derive(Clone, Debug)]
pub struct Upload(Enclosure);

impl Upload {
    /// A file of this machine, under its own name. It is read while it is sent, a piece at a time.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Upload::new(name, Contents::File(path))
    }

    /// A file with these contents.
    pub fn bytes(name: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        Upload::new(name.into(), Contents::Bytes(contents.into().into()))
    }

    fn new(name: String, contents: Contents) -> Self {
        Upload(Enclosure { name, mime_type: "application/octet-stream".to_owned(), contents, progress: None })
    }

    /// Sets the name under which the document keeps the file. The server may change it: it puts underscores for spaces
    /// (observed).
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// Sets the MIME type; `application/octet-stream` without this.
    pub fn mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.0.mime_type = mime_type.into();
        self
    }

    /// Is told how many of how many bytes were handed to the connection, after each piece. An upload that is tried again
    /// begins from the start.
    pub fn on_progress(mut self, told: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.0.progress = Some(Arc::new(told));
        self
    }
}

impl Client {
    /// Creates a document with a file, as one request (`multipart/form-data`). Memory does not grow with the file, and
    /// the time of a request bounds how long nothing moves instead of the whole.
    ///
    /// ```no_run
    /// # async fn run(client: vtql_client::Client) -> Result<(), vtql_client::Error> {
    /// use vtql_client::Upload;
    ///
    /// let me = client.me().await?.id;
    /// let element = serde_json::json!({ "notes_title": "Offer", "assigned_user_id": me });
    /// let document = client.upload(&element, &Upload::file("offer.pdf")).await?;
    /// println!("{:?}", document.id());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`](crate::ErrorKind::File) when the file cannot be read: then nothing was sent. One that becomes
    /// shorter while it is sent is [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted).
    pub async fn upload<E: Serialize + ?Sized>(&self, element: &E, file: &Upload) -> Result<Record> {
        let element =
            super::records::encode(element, None).map_err(|error| error.with_operation("create"))?;
        let call = Call::post("create").param("elementType", "Documents").param("element", element);
        self.record(&call.enclose(&file.0), None).await
    }
}
