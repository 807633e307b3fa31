//! The programs in `tests/ui/pass`, which must compile, run against a sandbox.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use vtql_client::Client;
use vtql_sandbox::Sandbox;

macro_rules! programs {
    ($($name:ident in $file:literal)+) => {
        const FILES: &[&str] = &[$($file),+];

        $(
            #[path = $file]
            #[allow(unreachable_pub, reason = "a program is no part of a library")]
            mod $name;

            #[tokio::test]
            async fn $name() {
                let sandbox = Sandbox::builder().rows("Contacts", 230).start().await.unwrap();
                let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
                $name::run(&client).await.unwrap();
            }
        )+
    };
}

programs! {
    fields_moved_out_of_a_row in "../../ui/pass/fields_moved_out_of_a_row.rs"
    functions_over_any_row in "../../ui/pass/functions_over_any_row.rs"
    future_of_a_temporary_query in "../../ui/pass/future_of_a_temporary_query.rs"
    list_of_any_kind in "../../ui/pass/list_of_any_kind.rs"
    list_used_again in "../../ui/pass/list_used_again.rs"
}

#[test]
fn every_program_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/pass");
    let there: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let run: BTreeSet<String> =
        FILES.iter().map(|file| file.rsplit('/').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(there, run);
}
