//! Values by paths of keys. Time and memory are proportional to the paths, however long one is.

use std::collections::HashMap;

#[derive(Debug)]
pub(super) struct Paths<T> {
    /// The first one is where all paths begin.
    nodes: Vec<Node<T>>,
}

#[derive(Debug)]
struct Node<T> {
    next: HashMap<String, usize>,
    value: Option<T>,
}

impl<T> Paths<T> {
    pub(super) fn new() -> Self {
        Paths { nodes: vec![Node { next: HashMap::new(), value: None }] }
    }

    /// The value at a path, to be read or set.
    pub(super) fn at(&mut self, path: &[String]) -> &mut Option<T> {
        let mut node = 0;
        for key in path {
            let new = self.nodes.len();
            let next = *self.nodes[node].next.entry(key.clone()).or_insert(new);
            if next == new {
                self.nodes.push(Node { next: HashMap::new(), value: None });
            }
            node = next;
        }
        &mut self.nodes[node].value
    }

    /// The longest part of a path that has a value: how many keys it has, and the value.
    pub(super) fn longest(&self, path: &[String]) -> Option<(usize, &T)> {
        let mut node = &self.nodes[0];
        let mut found = None;
        for (index, key) in path.iter().enumerate() {
            let Some(next) = node.next.get(key) else { break };
            node = &self.nodes[*next];
            found = node.value.as_ref().map(|value| (index + 1, value)).or(found);
        }
        found
    }

    /// Whether a path was followed before, to its value or on.
    pub(super) fn is_known(&self, path: &[String]) -> bool {
        let mut node = &self.nodes[0];
        path.iter().all(|key| {
            let next = node.next.get(key).map(|next| &self.nodes[*next]);
            node = next.unwrap_or(node);
            next.is_some()
        })
    }
}
