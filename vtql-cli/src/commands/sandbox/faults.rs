use crate::failure::Failure;
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;
use vtql_sandbox::Faults;

/// The longest delay, in milliseconds: an hour.
const MOST_MS: u64 = 3_600_000;
/// The longest window of a rate limit, in milliseconds: a year.
const MOST_WINDOW_MS: u64 = 366 * 86_400_000;

/// What goes wrong on demand.
#[derive(Debug, Args)]
#[command(next_help_heading = "Faults")]
pub(super) struct FaultArgs {
    /// A JSON file with latency_ms, jitter_ms, error_rate, truncate_rate, rate_limit and so on; the flags
    /// change what it says
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Every answer waits this long
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(..=MOST_MS))]
    latency: Option<u64>,
    /// Every answer waits up to this long in addition
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(..=MOST_MS))]
    jitter: Option<u64>,
    /// The body of every answer comes in pieces, over this time
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(..=MOST_MS))]
    trickle: Option<u64>,
    /// This part of the requests fails before it is done, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    error_rate: Option<f64>,
    /// This part of the requests fails with an empty HTTP 500 after it was done, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    late_error_rate: Option<f64>,
    /// This part of the requests fails with INTERNAL_SERVER_ERROR or DATABASE_QUERY_ERROR after it was done,
    /// 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    late_coded_error_rate: Option<f64>,
    /// For this part of the requests the connection is reset before anything is done, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    reset_rate: Option<f64>,
    /// For this part of the requests the connection is reset in the middle of the answer, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    late_reset_rate: Option<f64>,
    /// This part of the queries that go on with another one is answered with the page before, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    repeat_rate: Option<f64>,
    /// A query answers at most so many rows [default: 100]
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u32).range(1..))]
    page_cap: Option<u32>,
    /// So many requests a minute, or in another time, are answered, the others with HTTP 429; several hold
    /// together, as in 30/2s,200/1m
    #[arg(long, value_name = "REQUESTS[/TIME]", value_delimiter = ',', value_parser = rate_limit)]
    rate_limit: Vec<(u32, Duration)>,
    /// Answers with HTTP 429 and 503 say in Retry-After to wait so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(..=86_400))]
    retry_after: Option<u64>,
    /// This part of the answers is cut in the middle, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    truncate: Option<f64>,
    /// After every so many requests all sessions have expired
    #[arg(long, value_name = "REQUESTS", value_parser = clap::value_parser!(u64).range(1..))]
    expire_sessions: Option<u64>,
    /// A PHP warning, as HTML, precedes the JSON
    #[arg(long)]
    html_prefix: bool,
    /// Errors of the cloud edition have their code and message in a body as well, not in the reason phrase alone
    #[arg(long)]
    error_bodies: bool,
}

impl FaultArgs {
    pub(super) fn faults(&self, seed: u64) -> Result<Faults, Failure> {
        let mut faults = match &self.faults {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
                Faults::from_json(&text)
                    .map_err(|error| Failure::new("SANDBOX", format!("{}: {error}", path.display())))?
            }
            None => Faults::none().seed(seed),
        };
        if let Some(latency) = self.latency {
            faults = faults.latency(Duration::from_millis(latency));
        }
        if let Some(jitter) = self.jitter {
            faults = faults.jitter(Duration::from_millis(jitter));
        }
        if let Some(time) = self.trickle {
            faults = faults.trickle(Duration::from_millis(time));
        }
        if let Some(rate) = self.error_rate {
            faults = faults.error_rate(rate);
        }
        if let Some(rate) = self.late_error_rate {
            faults = faults.late_error_rate(rate);
        }
        if let Some(rate) = self.late_coded_error_rate {
            faults = faults.late_coded_error_rate(rate);
        }
        if let Some(rate) = self.reset_rate {
            faults = faults.reset_rate(rate);
        }
        if let Some(rate) = self.late_reset_rate {
            faults = faults.late_reset_rate(rate);
        }
        if let Some(rate) = self.repeat_rate {
            faults = faults.repeat_rate(rate);
        }
        if let Some(rows) = self.page_cap {
            faults = faults.page_cap(rows);
        }
        for (requests, window) in &self.rate_limit {
            faults = faults.rate_limit_within(*requests, *window);
        }
        if let Some(seconds) = self.retry_after {
            faults = faults.retry_after(Duration::from_secs(seconds));
        }
        if let Some(rate) = self.truncate {
            faults = faults.truncate_rate(rate);
        }
        if let Some(requests) = self.expire_sessions {
            faults = faults.expire_sessions(requests);
        }
        if self.html_prefix {
            faults = faults.html_prefix(true);
        }
        if self.error_bodies {
            faults = faults.error_bodies(true);
        }
        Ok(faults)
    }
}

/// A part of a whole.
fn part(text: &str) -> Result<f64, String> {
    let part: f64 = text.parse().map_err(|_| "it is not a number")?;
    if (0.0..=1.0).contains(&part) { Ok(part) } else { Err("it is not from 0 to 1".to_owned()) }
}

/// A number of requests, and the time that it is about.
fn rate_limit(text: &str) -> Result<(u32, Duration), String> {
    let (requests, window) = text.split_once('/').unwrap_or((text, "1m"));
    let requests = requests.parse().map_err(|_| format!("`{requests}` is not a number of requests"))?;
    let unit = window.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = window.strip_suffix(unit).filter(|count| !count.is_empty()).unwrap_or("1");
    let ms: Option<u64> = match unit {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        "d" => Some(86_400_000),
        _ => None,
    };
    let window = ms.and_then(|ms| count.parse::<u64>().ok()?.checked_mul(ms));
    match window {
        Some(ms @ 1..=MOST_WINDOW_MS) => Ok((requests, Duration::from_millis(ms))),
        Some(_) => Err("the time is not from 1ms to 366d".to_owned()),
        None => Err("write the time as 500ms, 2s, 1m, 1h or 1d".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        faults: FaultArgs,
    }

    fn faults(line: &[&str]) -> Faults {
        let line = ["sandbox"].iter().chain(line);
        Line::try_parse_from(line).unwrap().faults.faults(0).unwrap()
    }

    #[test]
    fn a_part_is_from_0_to_1() {
        for flag in [
            "error-rate",
            "late-error-rate",
            "late-coded-error-rate",
            "reset-rate",
            "late-reset-rate",
            "repeat-rate",
            "truncate",
        ] {
            for (value, is_part) in
                [("0", true), ("1", true), ("0.5", true), ("2", false), ("-0.1", false), ("NaN", false)]
            {
                let line = Line::try_parse_from(["sandbox", &format!("--{flag}={value}")]);
                assert_eq!(line.is_ok(), is_part, "--{flag}={value}");
            }
        }
        assert!(Line::try_parse_from(["sandbox", "--page-cap", "0"]).is_err());
    }

    #[test]
    fn a_rate_limit_has_a_time_and_several_hold_together() {
        let within = |requests, ms| Faults::none().rate_limit_within(requests, Duration::from_millis(ms));
        for (value, set) in [
            ("60", Faults::none().rate_limit(60)),
            ("60/m", Faults::none().rate_limit(60)),
            ("30/500ms", within(30, 500)),
            ("0/1d", within(0, 86_400_000)),
            ("30/2s,200/60s", within(30, 2_000).rate_limit(200)),
            ("30,1000/1h", Faults::none().rate_limit(30).rate_limit_within(1_000, Duration::from_hours(1))),
        ] {
            assert_eq!(faults(&["--rate-limit", value]), set, "{value}");
        }
        let twice = faults(&["--rate-limit=30/2s", "--rate-limit=200/60s"]);
        assert_eq!(twice, faults(&["--rate-limit=30/2s,200/60s"]));
        for value in
            ["", "/", "x", "-1", "30/", "30/0s", "30/2", "30/s2", "30/2 s", "30/99999999999999999999s"]
        {
            let line = Line::try_parse_from(["sandbox", &format!("--rate-limit={value}")]);
            assert!(line.is_err(), "--rate-limit={value}");
        }
    }

    #[test]
    fn each_flag_sets_its_fault_and_changes_what_the_file_says() {
        let ms = Duration::from_millis;
        assert_eq!(faults(&[]), Faults::none());
        let all = "--latency 20 --jitter 5 --error-rate 0.1 --rate-limit 60 --truncate 0.2 --expire-sessions 7 \
                   --html-prefix --error-bodies --trickle 3 --late-error-rate 0.3 --late-coded-error-rate 0.4 \
                   --reset-rate 0.5 --late-reset-rate 0.6 --repeat-rate 0.7 --page-cap 40 --retry-after 2";
        let set =
            Faults::none().latency(ms(20)).jitter(ms(5)).error_rate(0.1).rate_limit(60).truncate_rate(0.2);
        let set =
            set.expire_sessions(7).html_prefix(true).error_bodies(true).trickle(ms(3)).late_error_rate(0.3);
        let set = set.late_coded_error_rate(0.4).reset_rate(0.5).late_reset_rate(0.6).repeat_rate(0.7);
        let set = set.page_cap(40).retry_after(Duration::from_secs(2));
        assert_eq!(faults(&all.split_whitespace().collect::<Vec<_>>()), set);

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("faults.json");
        std::fs::write(&file, set.to_json()).unwrap();
        let line = ["--faults", file.to_str().unwrap(), "--latency", "1"];
        assert_eq!(faults(&line), set.latency(ms(1)));
    }
}
