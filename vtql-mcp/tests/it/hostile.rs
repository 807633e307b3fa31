//! Whatever is said to a server that reads, nothing changes.

use crate::door::Door;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use tokio::io::AsyncWriteExt;
use vtql_mcp::Options;

/// How many inputs: 100,000 with `VTQL_HOSTILE_INPUTS=100000`.
fn inputs() -> usize {
    std::env::var("VTQL_HOSTILE_INPUTS").map_or(3_000, |inputs| inputs.parse().unwrap())
}

/// Chance, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }

    fn of<'a, T: ?Sized>(&mut self, among: &[&'a T]) -> &'a T {
        among[self.below(among.len())]
    }
}

const WORDS: &[&str] = &[
    "select",
    "from",
    "where",
    "and",
    "or",
    "not",
    "in",
    "order by",
    "limit",
    "delete",
    "update",
    "insert into",
    "drop table",
    "set",
    "union",
    "Contacts",
    "Leads",
    "Users",
    "vtiger_crmentity",
    "id",
    "lastname",
    "accesskey",
    "*",
    "count(*)",
    "(",
    ")",
    ",",
    ";",
    "=",
    "!=",
    "like",
    "'x'",
    "'12x1'",
    "'10x1) or (1=1'",
    "'",
    "\"",
    "\\",
    "--",
    "/*",
    "*/",
    "{p}",
    "{",
    "0",
    "-1",
    "1e9",
    "null",
    "sleep(9)",
    "\u{0}",
    "\u{202e}",
    "é",
    "💥",
    "\n",
    "; delete from Leads;",
    "' or ''='",
    "between",
    "is empty",
];

const VALUES: &[&str] = &[
    "",
    "x",
    "12x1",
    "10x1",
    "10x1 or 1=1",
    "' or 1=1 --",
    "\\' or 1=1 --",
    "%",
    "_",
    "\u{0}",
    "2026-01-01",
    "0",
    "-1",
    "1e999",
    "../../etc/passwd",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "<script>",
    "💥💥",
    "null",
    "99999999999999999999x1",
];

const METHODS: &[&str] = &[
    "tools/list",
    "resources/read",
    "prompts/get",
    "ping",
    "initialize",
    "tools/call",
    "sampling/createMessage",
    "tasks/get",
    "resources/subscribe",
    "logging/setLevel",
    "completion/complete",
    "",
    "tools/call\u{0}",
    "vtql_query",
    "delete",
];

fn query(dice: &mut Dice) -> String {
    let right = [
        "select id, lastname from Leads where lastname = 'x' limit 3",
        "select * from Contacts order by lastname desc limit 2",
        "select count(*) from Leads where id in ('10x1', '10x2')",
        "select id from Leads where lastname = {p} and id = {q} limit 1",
    ];
    let mut words: Vec<String> = match dice.below(3) {
        0 => (0..dice.below(14)).map(|_| dice.of(WORDS).to_owned()).collect(),
        _ => dice.of(&right).split(' ').map(str::to_owned).collect(),
    };
    for _ in 0..dice.below(4) {
        let at = dice.below(words.len() + 1);
        match dice.below(3) {
            0 if at < words.len() => drop(words.remove(at)),
            1 if at < words.len() => words[at].push_str(dice.of(WORDS)),
            _ => words.insert(at, dice.of(WORDS).to_owned()),
        }
    }
    words.join(dice.of(&[" ", " ", " ", "", "\t"]))
}

fn value(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(dice.below(2) == 0),
        2 => json!(dice.below(1000)),
        3 => json!(-1.5e300),
        4 | 5 => json!(dice.of(VALUES)),
        6 => (0..dice.below(4)).map(|_| value(dice, depth - 1)).collect::<Vec<_>>().into(),
        _ => {
            let mut object = serde_json::Map::new();
            for _ in 0..dice.below(4) {
                object.insert(dice.of(WORDS).to_owned(), value(dice, depth - 1));
            }
            object.into()
        }
    }
}

fn arguments(dice: &mut Dice) -> Value {
    let mut arguments = serde_json::Map::new();
    if dice.below(10) > 0 {
        arguments.insert("query".to_owned(), query(dice).into());
    }
    let names = [
        "params", "rows", "after", "cell", "confirm", "write", "module", "fields", "search", "op", "query",
        "limit",
    ];
    for _ in 0..dice.below(3) {
        let name = dice.of(&names);
        let value = match name {
            "params" => json!({ "p": value(dice, 1), "q": value(dice, 1) }),
            "rows" => json!(dice.below(600)),
            "write" => {
                json!({ "op": dice.of(&["create", "update", "delete"]), "module": "Leads", "id": "10x1",
                               "fields": { "lastname": dice.of(VALUES) } })
            }
            "after" => json!(format!("{:08x} {} {}", dice.below(1 << 20), dice.below(9), dice.of(VALUES))),
            "confirm" => json!(format!("{:032x}", dice.below(1 << 20))),
            _ => value(dice, 2),
        };
        arguments.insert(name.to_owned(), value);
    }
    arguments.into()
}

/// One line that is said to the server, and the number of an answer that must come.
fn line(dice: &mut Dice, id: usize) -> (Vec<u8>, Option<usize>) {
    let tool =
        dice.of(&["vtql_query", "vtql_query", "vtql_query", "vtql_check", "vtql_schema", "vtql_write", ""]);
    let call = json!({ "name": tool, "arguments": arguments(dice) });
    let message = match dice.below(12) {
        0 => json!({ "jsonrpc": "2.0", "id": id, "method": dice.of(METHODS), "params": value(dice, 3) }),
        1 => json!({ "jsonrpc": "2.0", "id": id, "method": "resources/read",
                     "params": { "uri": format!("vtql://schema/{}", dice.of(WORDS)) } }),
        _ => {
            let call = json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": call });
            return (call.to_string().into_bytes(), Some(id));
        }
    };
    let mut bytes = message.to_string().into_bytes();
    if dice.below(2) == 0 {
        for _ in 0..=dice.below(3) {
            let at = dice.below(bytes.len());
            bytes[at] = u8::try_from(dice.below(256)).unwrap();
        }
        bytes.retain(|byte| *byte != b'\n');
    }
    (bytes, None)
}

/// Every record of a sandbox.
async fn data(door: &Door) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    door.sandbox.dump_dir(folder.path()).await.unwrap();
    let read = |path: &Path| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
    };
    std::fs::read_dir(folder.path()).unwrap().map(|file| read(&file.unwrap().path())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_inputs_change_nothing() {
    let small = vtql_sandbox::Sandbox::builder().rows("Contacts", 40).rows("Leads", 40);
    // With and without a snapshot, so that each way to a request is tried.
    for has_snapshot in [true, false] {
        let mut door = Door::on(small.clone(), Options::default(), has_snapshot).await;
        let before = data(&door).await;
        assert!(!before.is_empty());
        let inputs = inputs() / 2;
        let mut dice = Dice(if has_snapshot { 1 } else { 2 });
        let (mut waits, mut answered) = (std::collections::BTreeSet::new(), 0);
        for number in 0..inputs {
            let (bytes, answer) = line(&mut dice, 10_000 + number);
            door.send_line(&bytes).await;
            waits.extend(answer);
            // Not so many at once that pipes fill up on both sides.
            while waits.len() >= 16 {
                let id = door.receive().await["id"].as_u64().map(|id| usize::try_from(id).unwrap());
                answered += usize::from(id.is_some_and(|id| waits.remove(&id)));
            }
        }
        while !waits.is_empty() {
            let id = door.receive().await["id"].as_u64().map(|id| usize::try_from(id).unwrap());
            answered += usize::from(id.is_some_and(|id| waits.remove(&id)));
        }
        assert!(answered > inputs / 2, "{answered} of {inputs}");
        // It still does what it is for.
        let right = door.call("vtql_query", json!({ "query": "select count(*) from Leads" })).await;
        assert_eq!(right.json()["rows"][0][0], "40");
        let operations = door.operations.lock().unwrap().clone();
        let reads = ["listtypes", "describe", "query"];
        assert!(operations.keys().all(|name| reads.contains(&name.as_str())), "{operations:?}");
        assert!(operations["query"] > 10, "{operations:?}");
        assert!(before == data(&door).await, "records were changed");
        door.input.shutdown().await.unwrap();
    }
}
