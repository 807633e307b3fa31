//! The files of the page.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;
use std::process::Command;

fn assets() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    files
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn the_page_is_small() {
    let packed = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap().len()
    };
    let size: usize = assets().iter().map(|(_, text)| packed(text)).sum();
    assert!(size <= 220_000, "{size} bytes");
}

#[test]
fn the_page_has_no_inline_script_and_names_no_other_host() {
    for (name, text) in assets() {
        let urls = ["http://", "https://", "//cdn", "ws://", "wss://"];
        let named: Vec<&str> = urls
            .iter()
            .flat_map(|url| {
                text.match_indices(url)
                    .map(|(at, _)| &text[at..text.ceil_char_boundary(at + 40).min(text.len())])
            })
            // Names of formats, the page's own address, and the beginning of addresses that texts write without one.
            .filter(|url| {
                !["http://www.w3.org/", "ws://${location.host}", "http://\""]
                    .iter()
                    .any(|own| url.starts_with(own))
            })
            .collect();
        // Addresses in messages of the libraries are read by people, not by the page.
        let told = [
            "https://codemirror.net",
            "https://github.com",
            "https://developer.mozilla.org",
            "https://spec.commonmark.org",
        ];
        let named: Vec<&str> =
            named.into_iter().filter(|url| !told.iter().any(|it| url.starts_with(it))).collect();
        assert_eq!(named, Vec::<&str>::new(), "{name}");
        if name == "index.html" {
            let scripts: Vec<&str> = text.split("<script").skip(1).collect();
            assert!(
                scripts.iter().all(|it| it.starts_with(" type=\"module\" src=\"/assets/")),
                "{scripts:?}"
            );
            assert!(!text.contains("style=") && !text.contains("onload="));
        }
    }
}

/// Where the sources were installed (`npm install` in `page/`), the built files are those that they make.
#[test]
fn the_built_files_are_those_of_the_sources() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("page");
    if !page.join("node_modules/esbuild").is_dir() {
        eprintln!(
            "skipped: run `npm install` in vtql-console/page to compare the built files with their sources"
        );
        return;
    }
    let built = Command::new("node").args(["build.mjs", "--check"]).current_dir(page).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}
