//! How long checked queries take to compile.
//!
//! Writes crates with 1, 50, 200 and 500 queries over the modules of a Vtiger, for each way to have
//! queries checked, and times `cargo check` of each: once with everything that it depends on, which is
//! thrown away, then several times after the crate alone was touched, of which the quickest counts. From
//! those come a fixed cost (one query) and a slope (each further query), with and without incremental
//! compilation.
//!
//! ```text
//! cargo run --release -p vtql-compile-bench [-- [--runs N] [--cold] [SUBJECT…]]
//! ```
//!
//! The peers are fetched from crates.io by the first run. Generated crates and their target folders stay
//! in `target/compile-bench`. `--cold` also times the build of all dependencies.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports")]

mod package;
mod queries;
mod subjects;

use package::Package;
use std::process::ExitCode;
use std::time::Duration;
use subjects::Subject;

/// How many queries the crates have.
const SIZES: [usize; 4] = [1, 50, 200, 500];

struct Options {
    runs: usize,
    cold: bool,
    only: Vec<String>,
}

fn main() -> ExitCode {
    let measured = options().and_then(|options| {
        println!(
            "{:<24} {:>11} {:>9} {:>12} {:>13} {:>9}",
            "", "mode", "1 query", "a query", "crates", "cold"
        );
        let chosen =
            |it: &&Subject| options.only.is_empty() || options.only.iter().any(|name| name == it.name);
        subjects::all().iter().filter(chosen).try_for_each(|subject| measure(subject, &options))
    });
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("compile-bench: {message}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, String> {
    let mut options = Options { runs: 5, cold: false, only: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--cold" => options.cold = true,
            "--runs" => {
                let runs = arguments.next().and_then(|number| number.parse().ok());
                options.runs = runs.filter(|runs| *runs > 0).ok_or("--runs takes a number")?;
            }
            name if subjects::all().iter().any(|it| it.name == name) => options.only.push(name.to_owned()),
            other => return Err(format!("there is no subject or option `{other}`")),
        }
    }
    Ok(options)
}

/// Prints the lines of a subject.
fn measure(subject: &Subject, options: &Options) -> Result<(), String> {
    let package = Package::new(subject)?;
    let cold = if options.cold { format!("{:.1} s", package.cold()?.as_secs_f64()) } else { String::new() };
    let crates = package.dependencies()?;
    for (mode, incremental) in [("incremental", true), ("not", false)] {
        let mut points = Vec::new();
        for size in SIZES {
            package.write(&(subject.source)(&queries::all(size)))?;
            package.check(incremental)?;
            let times = (0..options.runs).map(|_| {
                package.touch()?;
                package.check(incremental)
            });
            let best =
                times.collect::<Result<Vec<Duration>, String>>()?.into_iter().min().unwrap_or_default();
            points.push((size, best.as_secs_f64()));
        }
        println!(
            "{:<24} {mode:>11} {:>7.3} s {:>9.3} ms {crates:>13} {cold:>9}",
            subject.name,
            points[0].1,
            slope(&points) * 1000.0,
        );
    }
    Ok(())
}

/// The slope of the straight line through the points, by least squares.
#[expect(clippy::cast_precision_loss, reason = "numbers of queries are small")]
fn slope(points: &[(usize, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| *x as f64).sum::<f64>() / count;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / count;
    let (mut up, mut along) = (0.0, 0.0);
    for (x, y) in points {
        up += (*x as f64 - mean_x) * (y - mean_y);
        along += (*x as f64 - mean_x).powi(2);
    }
    up / along
}
