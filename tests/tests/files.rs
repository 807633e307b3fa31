//! Files of 50 MB and more up and down, in a process of its own, whose memory is looked at.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use vtql_client::{Client, ErrorKind, RecordId, Upload};
use vtql_sandbox::{Faults, Profile, Sandbox};

const MB: u64 = 1 << 20;

/// How large the file is: `VTQL_FILE_MB`, or 50.
fn size() -> u64 {
    MB * std::env::var("VTQL_FILE_MB").map_or(50, |size| size.parse::<u64>().unwrap())
}

/// A file of any bytes.
fn write(path: &Path, size: u64) {
    let mut random = fastrand::Rng::with_seed(5);
    let mut file = BufWriter::new(File::create(path).unwrap());
    let mut piece = vec![0; 1 << 16];
    for _ in 0..size / piece.len() as u64 {
        random.fill(&mut piece);
        file.write_all(&piece).unwrap();
    }
    file.flush().unwrap();
}

fn hash(path: &Path) -> Vec<u8> {
    let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    let mut file = BufReader::new(File::open(path).unwrap());
    loop {
        match file.read(&mut piece).unwrap() {
            0 => return hash.finalize().to_vec(),
            read => hash.update(&piece[..read]),
        }
    }
}

/// A number of kB that the system keeps of this process; `None` where it keeps none.
fn kept(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

async fn document(client: &Client, upload: &Upload) -> vtql_client::Result<RecordId> {
    let me = client.me().await?.id;
    let element = json!({ "notes_title": "Tall \"tale\"", "assigned_user_id": me });
    Ok(client.upload(&element, upload).await?.id().unwrap())
}

/// The resource id of a document's file.
async fn resource(client: &Client, document: RecordId) -> RecordId {
    let record = client.retrieve(document).await.unwrap();
    record.get("imageattachmentids").unwrap().parse().unwrap()
}

/// The files in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// One test, since all that run in this process are counted together.
#[tokio::test(flavor = "multi_thread")]
async fn files_go_up_and_down_whole_and_memory_does_not_grow_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let (up, down) = (folder.path().join("up load \"x\".bin"), folder.path().join("down.bin"));
    write(&up, size());
    for profile in [Profile::Cloud, Profile::V8_4] {
        let sandbox = Sandbox::builder().rows("Contacts", 1).profile(profile).start().await.unwrap();
        let url = if profile == Profile::Cloud { sandbox.url() } else { sandbox.webservice_url() };
        let client = Client::new(url, sandbox.user(), sandbox.access_key()).unwrap();

        let (sent, calls) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let (told, number) = (Arc::clone(&sent), Arc::clone(&calls));
        let upload = Upload::file(&up).mime_type("application/x-thing").on_progress(move |sent, total| {
            assert!(sent <= total && sent > told.load(Ordering::Relaxed));
            told.store(sent, Ordering::Relaxed);
            number.fetch_add(1, Ordering::Relaxed);
        });
        let before = kept("VmRSS");
        let document = document(&client, &upload).await.unwrap();
        assert_eq!(sent.load(Ordering::Relaxed), size());
        assert!(calls.load(Ordering::Relaxed) > size() / MB);

        let resource = resource(&client, document).await;
        let file = client.download(resource, &down).await.unwrap();
        // As a browser writes quotes in a name, and the server spaces.
        let told = (&*file.name, &*file.mime_type, file.bytes);
        assert_eq!(told, ("up_load_%22x%22.bin", "application/x-thing", size()));
        if let (Some(before), Some(peak)) = (before, kept("VmHWM")) {
            println!("{profile:?}: {before} kB before, {peak} kB at most, for {} kB each way", size() >> 10);
            assert!(peak < before + 24 * 1024, "{before} kB became {peak} kB");
        }
        assert_eq!(hash(&down), hash(&up));
        assert_eq!(names(folder.path()).len(), 2);
        fs::remove_file(&down).unwrap();
    }
    let (sandbox, client) = small().await;
    interrupted_downloads_leave_what_was_there(&sandbox, &client, folder.path()).await;
    interrupted_uploads_make_no_document(&client, folder.path()).await;
}

async fn small() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().rows("Contacts", 1).rows("Documents", 4).start().await.unwrap();
    let retry = vtql_client::RetryPolicy::default()
        .attempts(3)
        .waits(std::time::Duration::from_micros(10), std::time::Duration::from_micros(50));
    let client = Client::builder().url(sandbox.url()).user(sandbox.user()).access_key(sandbox.access_key());
    let client = client.retry(retry).build().unwrap();
    (sandbox, client)
}

async fn interrupted_downloads_leave_what_was_there(sandbox: &Sandbox, client: &Client, folder: &Path) {
    let text = "content ".repeat(40_000);
    let file = document(client, &Upload::bytes("a.txt", text.clone())).await.unwrap();
    let resource = resource(client, file).await;
    let to = folder.join("kept.txt");
    fs::write(&to, "before").unwrap();
    let there = names(folder);
    for (faults, kind) in [
        (Faults::none().late_reset_rate(1.0), ErrorKind::Interrupted),
        (Faults::none().truncate_rate(1.0).seed(4), ErrorKind::Interrupted),
        (Faults::none().error_rate(1.0), ErrorKind::Status),
    ] {
        sandbox.set_faults(faults);
        let error = client.download(resource, &to).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 3), "{error}");
        assert_eq!((fs::read_to_string(&to).unwrap().as_str(), names(folder)), ("before", there.clone()));
    }
    // Given up in the middle.
    sandbox.set_faults(Faults::none().trickle(std::time::Duration::from_mins(1)));
    let given_up =
        tokio::time::timeout(std::time::Duration::from_millis(300), client.download(resource, &to));
    assert!(given_up.await.is_err());
    assert_eq!((fs::read_to_string(&to).unwrap().as_str(), names(folder)), ("before", there));
    // One attempt of some is whole: nothing of the others is left in the file.
    sandbox.set_faults(Faults::none().late_reset_rate(0.4).seed(3));
    let mut done = 0;
    for _ in 0..12 {
        if client.download(resource, &to).await.is_ok() {
            assert_eq!(fs::read_to_string(&to).unwrap(), text);
            done += 1;
        }
    }
    assert!(done > 0);
    sandbox.set_faults(Faults::none());
    for wrong in [folder.to_owned(), folder.join("no such folder/x")] {
        let error = client.download(resource, &wrong).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::File, Some("files_retrieve")), "{error}");
    }
    let nothing = client.download(file, folder.join("none")).await.unwrap_err();
    assert_eq!(nothing.kind(), ErrorKind::Server, "{nothing}");
    assert!(!folder.join("none").exists());
}

async fn interrupted_uploads_make_no_document(client: &Client, folder: &Path) {
    let documents = async || client.query("select id from Documents").unwrap().count().await.unwrap();
    let before = documents().await;
    let missing = document(client, &Upload::file(folder.join("none"))).await.unwrap_err();
    assert_eq!((missing.kind(), missing.may_have_been_done()), (ErrorKind::File, false), "{missing}");

    let path = folder.join("shrinks.bin");
    write(&path, 4 * MB);
    let shrink = path.clone();
    let upload = Upload::file(&path).on_progress(move |sent, _| {
        if sent > MB {
            File::options().write(true).open(&shrink).unwrap().set_len(MB).unwrap();
        }
    });
    let error = document(client, &upload).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_done()), (ErrorKind::Interrupted, true), "{error}");

    // Given up in the middle: by whoever waits for it.
    write(&path, 4 * MB);
    let (middle, reached) = tokio::sync::mpsc::unbounded_channel();
    let upload = Upload::file(&path).on_progress(move |sent, _| {
        let _ = middle.send(sent);
    });
    let mut reached = reached;
    tokio::select! {
        done = document(client, &upload) => panic!("{done:?}"),
        () = async { while reached.recv().await.is_some_and(|sent| sent < MB) {} } => {}
    }
    assert_eq!(documents().await, before);
}
