//! A progress is a text, and so it may be any text.

use super::super::cursor::Cursor;
use super::super::plan::Plan;
use super::super::source::wire_text;
use super::super::window::Window;
use super::cases::{Case, Writers};
use super::model;
use crate::error::Progress;
use fastrand::Rng;
use serde_json::Value;

/// Changes something in the value: a number, a text, a phase, or whether something is there at all.
fn tamper(value: &mut Value, rng: &mut Rng) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let at = rng.usize(0..members.len());
            let Some((key, member)) = members.iter_mut().nth(at) else { return };
            let key = key.clone();
            if rng.f64() < 0.1 {
                members.remove(&key);
            } else if key == "phase" {
                let phases = ["all", "behind", "value", "prefix", "tie", "null", "next", "end"];
                *member = phases[rng.usize(0..phases.len())].into();
            } else {
                tamper(member, rng);
            }
        }
        Value::Array(items) if !items.is_empty() && rng.f64() < 0.8 => {
            let at = rng.usize(0..items.len());
            tamper(&mut items[at], rng);
        }
        other => {
            let values = [
                "null",
                "0",
                "1",
                "3",
                "18446744073709551615",
                "true",
                "false",
                "[]",
                "[0]",
                "\"\"",
                "\"12x7\"",
            ];
            *other = serde_json::from_str(values[rng.usize(0..values.len())]).unwrap();
        }
    }
}

#[test]
fn a_progress_that_was_tampered_with_is_refused_or_leads_somewhere() {
    let mut rng = Rng::with_seed(3);
    let mut taken = 0;
    for _ in 0..3_000 {
        let Case { mut server, query, page_size, .. } = Case::random(&mut rng, Writers::No);
        let window = Window::of(&query).unwrap();
        let mut cursor = Cursor::new(&query, Plan::of(&query, window), window, page_size).unwrap();
        let module = model::module(server.module);
        let mut walk = |cursor: &mut Cursor, requests: usize| {
            for _ in 0..requests {
                if cursor.needs_description() && cursor.learn(Some(&module)).is_err() {
                    return;
                }
                let Ok(Some(request)) = cursor.next_page() else { return };
                let Ok(text) = wire_text(&request) else { return };
                let page = server.answer(&text);
                if cursor.accept(&page).is_err() {
                    return;
                }
            }
        };
        walk(&mut cursor, rng.usize(1..12));
        let Some(position) = cursor.into_by_value().and_then(|by_value| by_value.position()) else {
            continue;
        };
        let mut position: Value = serde_json::from_str(&position).unwrap();
        for _ in 0..rng.usize(1..4) {
            tamper(&mut position, &mut rng);
        }
        let Ok(progress) = format!("7 12x7 {position}").parse::<Progress>() else { continue };
        let mut resumed = Cursor::new(&query, Plan::of(&query, window), window, page_size).unwrap();
        if resumed.resume(&progress).is_ok() {
            taken += 1;
            walk(&mut resumed, 60);
        }
    }
    assert!(taken > 100, "{taken}");
}
