//! The shortest circle of arrows.

use crate::modules::Arrows;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A shortest circle, in words: each arrow with a file that shows it.
pub(crate) fn circle(arrows: &Arrows) -> Option<String> {
    let rooms: BTreeSet<&str> = arrows.keys().map(|(from, _)| &**from).collect();
    let shortest = rooms.iter().filter_map(|room| back_to(room, arrows)).min_by_key(Vec::len)?;
    let mut words = shortest.first()?.0.to_owned();
    for (from, to) in shortest {
        let file = &arrows[&(from.to_owned(), to.to_owned())];
        words.extend([" -> ", to, " (", file, ")"]);
    }
    Some(words)
}

/// The shortest way from a room back to itself.
fn back_to<'a>(room: &'a str, arrows: &'a Arrows) -> Option<Vec<(&'a str, &'a str)>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([room]);
    while let Some(here) = open.pop_front() {
        for (_, to) in arrows.keys().filter(|(from, _)| from == here) {
            if to == room {
                let mut way = vec![(here, room)];
                while way[0].0 != room {
                    let to = way[0].0;
                    way.insert(0, (came_from[to], to));
                }
                return Some(way);
            }
            if !came_from.contains_key(&**to) {
                came_from.insert(to, here);
                open.push_back(to);
            }
        }
    }
    None
}
