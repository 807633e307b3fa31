//! Joins: the keys of one side are what the other is asked for.

use crate::support::{Instance, small};
use vtql_sandbox::{Sandbox, SandboxBuilder};

fn large() -> SandboxBuilder {
    Sandbox::builder().seed(7).rows("Contacts", 5_000).rows("Accounts", 500).rows("Potentials", 2_000)
}

/// Joins, and the most requests that they may take.
const JOINS: &[(&str, usize)] = &[
    // All of two or three modules: their pages, and an empty one each.
    ("select c.lastname, a.accountname from contacts c join accounts a on c.account_id = a.id", 51 + 6),
    ("select c.lastname, a.accountname from accounts a join contacts c on c.account_id = a.id", 51 + 6),
    ("select c.lastname, a.accountname from contacts c left join accounts a on c.account_id = a.id", 51 + 6),
    (
        "select a.accountname, count(distinct c.id), sum(p.amount) from accounts a join contacts c on c.account_id = a.id \
         join potentials p on p.related_to = a.id group by a.accountname",
        51 + 6 + 21,
    ),
    // A few of one module: the others by their keys.
    (
        "select c.lastname from accounts a join contacts c on c.account_id = a.id where a.id = (select min(id) from accounts)",
        6 + 6 + 2,
    ),
    (
        "select a.accountname from contacts c join accounts a on c.account_id = a.id where c.birthday = '1980-05-06'",
        4,
    ),
    (
        "select a.accountname from (select * from contacts order by createdtime desc limit 20) c join accounts a on c.account_id = a.id",
        2,
    ),
    (
        "select lastname from contacts where account_id in (select id from accounts where employees > 19000)",
        3 + 22,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn joins_take_no_request_a_row() {
    let instance = Instance::of(large()).await;
    for (text, most) in JOINS {
        let price = instance.session.price(text).await.unwrap();
        let (rows, queries) = instance.run(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(queries.len() <= *most, "{text}: {} requests, {} rows", queries.len(), rows.len());
        let sent = queries.len() as u64;
        let fits = price.range.least <= sent && price.range.most.is_none_or(|most| sent <= most);
        assert!(fits, "{text}: {sent} requests, and {} were said", price.range);
        for query in &queries {
            assert!(query.len() < 8_000, "a text of {} bytes", query.len());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_without_rows_spares_the_other() {
    let instance = Instance::of(small()).await;
    let text = "select c.lastname, a.accountname from accounts a join contacts c on c.account_id = a.id \
                where a.createdtime > '2099-01-01'";
    let (rows, queries) = instance.run(text).await.unwrap();
    assert_eq!((rows.len(), queries.len()), (0, 1), "{queries:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_below_a_join_stays_where_it_is() {
    let instance = Instance::of(small()).await;
    let text = "select count(*) from (select * from contacts order by createdtime limit 30) c \
                join accounts a on c.account_id = a.id";
    let (joined, _) = instance.run(text).await.unwrap();
    let text = "select count(*) from (select * from contacts order by createdtime limit 30) c \
                where account_id in (select id from accounts)";
    let (within, _) = instance.run(text).await.unwrap();
    assert_eq!(joined, within);
}

/// Statements whose joins have inputs with two columns of one name, each with the same one in other names.
const SAME_NAMES: &[(&str, &str)] = &[
    (
        "select c.id, a.id, p.id from contacts c join accounts a on c.account_id = a.id \
         join potentials p on p.related_to = a.id",
        "select cid, aid, pid from (select id as cid, account_id from contacts) c \
         join (select id as aid from accounts) a on c.account_id = aid \
         join (select id as pid, related_to from potentials) p on related_to = aid",
    ),
    (
        "select c.id, a.id, q.id from (select * from quotes order by id limit 5) q \
         join (contacts c join accounts a on c.account_id = a.id) on q.account_id = a.id",
        "select cid, aid, q.id from (select * from quotes order by id limit 5) q \
         join ((select id as cid, account_id as ref from contacts) c \
         join (select id as aid from accounts) a on ref = aid) on q.account_id = aid",
    ),
    (
        "select a.id, b.id, c.id from (select * from contacts order by id limit 7) c \
         join (accounts a left join accounts b on a.account_id = b.id) on c.account_id = a.id",
        "select a.id, bid, c.id from (select * from contacts order by id limit 7) c \
         join (accounts a left join (select id as bid from accounts) b on a.account_id = bid) \
         on c.account_id = a.id",
    ),
    (
        "select a.id, b.id, c.id from (select * from contacts order by id limit 7) c \
         join (accounts b right join accounts a on a.account_id = b.id) on c.account_id = a.id",
        "select aid, b.id, c.id from (select * from contacts order by id limit 7) c \
         join (accounts b right join (select id as aid, account_id as parent from accounts) a on parent = b.id) \
         on c.account_id = aid",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn keys_reach_the_column_that_they_are_of() {
    let instance = Instance::of(small()).await;
    for (same, other) in SAME_NAMES {
        let (mut rows, _) = instance.run(same).await.unwrap_or_else(|error| panic!("{same}: {error}"));
        let (mut wanted, _) = instance.run(other).await.unwrap_or_else(|error| panic!("{other}: {error}"));
        rows.sort();
        wanted.sort();
        assert!(!wanted.is_empty(), "{other} has no rows to compare");
        assert_eq!(rows, wanted, "{same}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_a_recursive_statement_are_read_again_for_each_round() {
    let instance = Instance::of(small()).await;
    let join = |join: &str| {
        format!(
            "with recursive r as (select id, account_id as up, 0 as depth from accounts where employees > 5000 \
             union all select a.id, a.account_id, r.depth + 1 from accounts a join r on {join} where r.depth < 2) \
             select depth, count(*) from r group by depth order by depth"
        )
    };
    for condition in ["a.account_id = r.id", "r.up = a.id"] {
        let text = join(condition);
        let price = instance.session.price(&text).await.unwrap();
        assert_eq!(price.range.most, None, "{price:?}");
        let (rows, _) = instance.run(&text).await.unwrap();
        // The same from a table of the session, which needs no requests.
        let (_, _) = instance.run("create or replace table kept as select * from accounts").await.unwrap();
        let (expected, queries) = instance.run(&text.replace("from accounts", "from kept")).await.unwrap();
        assert_eq!((rows, queries.len()), (expected, 0), "{text}");
    }
}
