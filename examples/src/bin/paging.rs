//! How rows are fetched: plans, several workers, counting, and going on where a run stopped.
//!
//! `cargo run --bin paging`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use vtql_client::{PageSize, Plan, Progress, vtql};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = vtql_client::testing::client().await?;

    // The plan follows from the query; `explain` shows it with the texts of the first pages.
    for text in [
        "select lastname from Contacts where mailingcity in ('Paris', 'Berlin') or leadsource is empty",
        "select lastname from Contacts order by lastname",
        "select lastname from Contacts order by lastname desc limit 250",
    ] {
        println!("{}\n", client.query(text)?.explain()?);
    }

    // Several requests at once, each worker with a part of the ids; rows come in order all the same.
    let contacts = vtql!(select id, lastname from Contacts);
    let parallel = client.fetch(&contacts)?.parallel(4);
    assert_eq!(parallel.plan(), Plan::ParallelKeyset);
    let all = parallel.all().await?;
    assert_eq!(all.len() as u64, contacts.count(&client).await?);
    println!("{} contacts by 4 workers", all.len());

    // Page by page, with a checkpoint after each. This run is interrupted after the third.
    let fetch = client.fetch(&contacts)?.page_size(PageSize::new(50).ok_or("a page has at least one row")?);
    let mut checkpoint = Progress::default();
    let mut taken = Vec::new();
    let mut pages = fetch.pages();
    while let Some(page) = pages.next().await {
        taken.extend(page?);
        checkpoint = pages.progress();
        if checkpoint.rows >= 150 {
            break;
        }
    }
    println!("stopped after {} rows, at {:?}", checkpoint.rows, checkpoint.last);

    // What comes now is the rest. An error would say the same: `error.stopped_after()`.
    taken.extend(fetch.resume_after(checkpoint)?.all().await?);
    assert!(taken.iter().map(|contact| contact.id).eq(all.iter().map(|contact| contact.id)));
    println!("and went on to all {}", taken.len());
    Ok(())
}
