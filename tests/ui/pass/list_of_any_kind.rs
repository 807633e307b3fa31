//! Arrays, slices, sets, fields, iterators and optional lists, in variables and in place.

use std::collections::{BTreeSet, HashSet};
use vtql_client::{Client, RecordId, Result, vtql};

struct Filter {
    cities: Vec<String>,
    owners: Option<HashSet<RecordId>>,
}

pub async fn run(client: &Client) -> Result<()> {
    let filter = Filter { cities: vec!["Rome".to_owned(), "Paris".to_owned()], owners: None };
    let expected = vtql!(select count(*) from Contacts where mailingcity in ("Rome", "Paris")).count(client).await?;

    let (array, set) = (["Rome", "Paris"], BTreeSet::from(["Rome", "Paris"]));
    let slice: &[String] = &filter.cities;
    let iterator = filter.cities.iter().map(String::as_str);
    let references: Vec<&String> = filter.cities.iter().collect();
    let some: Option<Vec<&str>> = Some(array.to_vec());
    for query in [
        vtql!(select count(*) from Contacts where mailingcity in {array}),
        vtql!(select count(*) from Contacts where mailingcity in {set}),
        vtql!(select count(*) from Contacts where mailingcity in {slice}),
        vtql!(select count(*) from Contacts where mailingcity in {slice[..]}),
        vtql!(select count(*) from Contacts where mailingcity in {iterator}),
        vtql!(select count(*) from Contacts where mailingcity in {references}),
        vtql!(select count(*) from Contacts where mailingcity in {filter.cities}),
        vtql!(select count(*) from Contacts where mailingcity in {&filter.cities}),
        vtql!(select count(*) from Contacts where mailingcity in {filter.cities.iter().rev()}),
        vtql!(select count(*) from Contacts where mailingcity in {filter.cities.clone()}),
        vtql!(select count(*) from Contacts where? mailingcity in {some}),
        vtql!(select count(*) from Contacts where? mailingcity in {&some}),
        vtql!(select count(*) from Contacts where mailingcity in {array} and? assigned_user_id in {filter.owners}),
    ] {
        assert_eq!(query.count(client).await?, expected, "{query:?}");
    }
    assert_eq!((array.len(), set.len(), filter.cities.len()), (2, 2, 2));
    assert_eq!((references.len(), some.map_or(0, |it| it.len()), filter.owners), (2, 2, None));
    Ok(())
}
