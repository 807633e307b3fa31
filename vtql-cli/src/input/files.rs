use crate::failure::Failure;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use vtql_hosts::Selection;

/// The files that arguments name, in order, each once.
pub(crate) fn files(
    arguments: &[PathBuf],
    selection: &Selection,
    wanted: impl FnMut(&Path) -> bool,
) -> Result<Vec<PathBuf>, Failure> {
    vtql_hosts::files(arguments, selection, wanted).map_err(|error| Failure::new("READ", error.to_string()))
}

/// The files that patterns leave out, and those that they take in again.
pub(crate) fn selection(exclude: &[String], include: &[String]) -> Result<Selection, Failure> {
    Selection::new(exclude, include).map_err(|error| Failure::new("CONFIG", error.to_string()))
}

/// Does the same with every file, on all processors; results are in order of the files.
pub(crate) fn in_parallel<T: Send>(files: &[PathBuf], work: impl Fn(&Path) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((index, file)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|index| Some((index, files.get(index)?)))
        {
            done.push((index, work(file)));
        }
        done
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(files.len()).max(1);
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        for other in others {
            match other.join() {
                Ok(results) => done.extend(results),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
