//! Faults as JSON: durations in milliseconds, what is not set left out.

use super::{Faults, RateLimit, SessionEnd};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// The JSON does not describe faults.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FaultsError(String);

impl Faults {
    /// The faults as one JSON object; [`from_json`](Faults::from_json) reads it.
    pub fn to_json(&self) -> String {
        let mut json = Map::new();
        let mut set = |key: &str, value: Value| {
            if value != 0 && value != 0.0 && value != false {
                json.insert(key.to_owned(), value);
            }
        };
        let millis =
            |duration: Duration| Value::from(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
        set("latency_ms", millis(self.latency));
        set("jitter_ms", millis(self.jitter));
        set("trickle_ms", millis(self.trickle));
        set("error_rate", self.error_rate.into());
        set("late_error_rate", self.late_error_rate.into());
        set("late_coded_error_rate", self.late_coded_error_rate.into());
        set("reset_rate", self.reset_rate.into());
        set("late_reset_rate", self.late_reset_rate.into());
        set("truncate_rate", self.truncate_rate.into());
        set("repeat_rate", self.repeat_rate.into());
        set("page_cap", self.page_cap.unwrap_or(0).into());
        set("expire_sessions", self.expire_sessions.unwrap_or(0).into());
        set("expire_challenges", self.expire_challenges.into());
        set("html_prefix", self.html_prefix.into());
        set("silent_crashes", self.silent_crashes.into());
        set("error_bodies", self.error_bodies.into());
        set("seed", self.seed.into());
        if self.session_end != SessionEnd::default() {
            json.insert("session_end".to_owned(), self.session_end.as_str().into());
        }
        if !self.rate_limits.is_empty() {
            let limits = self.rate_limits.iter();
            let limits = limits.map(|it| json!({ "requests": it.requests, "window_ms": millis(it.window) }));
            json.insert("rate_limits".to_owned(), limits.collect());
        }
        if let Some(wait) = self.retry_after {
            json.insert("retry_after_ms".to_owned(), millis(wait));
        }
        Value::Object(json).to_string()
    }

    /// Faults from a JSON object: `latency_ms`, `jitter_ms`, `trickle_ms`, `error_rate`, `late_error_rate`,
    /// `late_coded_error_rate`, `reset_rate`, `late_reset_rate`, `truncate_rate`, `repeat_rate`, `page_cap`,
    /// `rate_limits` (a list of `{"requests":30,"window_ms":2000}`; `rate_limit` alone is a number of requests a
    /// minute, or in `rate_window_ms`), `retry_after_ms`, `expire_sessions`, `session_end` (`expired`, `idle` or
    /// `forgotten`), `expire_challenges`, `html_prefix`, `silent_crashes`, `error_bodies`, `seed`. What is left
    /// out does not happen. A rate that is not from 0 to 1 is an error.
    pub fn from_json(text: &str) -> Result<Self, FaultsError> {
        let object: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| FaultsError(format!("no JSON object: {error}")))?;
        let mut faults = Faults::none();
        if object.contains_key("rate_window_ms") && !object.contains_key("rate_limit") {
            return Err(FaultsError("`rate_window_ms` is there without `rate_limit`".to_owned()));
        }
        for (key, value) in &object {
            let wrong = |expected: &str| FaultsError(format!("`{key}` is not {expected}"));
            let number = || value.as_u64().ok_or_else(|| wrong("a whole number"));
            let flag = || value.as_bool().ok_or_else(|| wrong("true or false"));
            let small = || u32::try_from(number()?).map_err(|_| wrong("so small"));
            let rate = || {
                let rate = value.as_f64().filter(|rate| (0.0..=1.0).contains(rate));
                rate.ok_or_else(|| wrong("a number from 0 to 1"))
            };
            match key.as_str() {
                "latency_ms" => faults.latency = Duration::from_millis(number()?),
                "jitter_ms" => faults.jitter = Duration::from_millis(number()?),
                "trickle_ms" => faults.trickle = Duration::from_millis(number()?),
                "error_rate" => faults.error_rate = rate()?,
                "late_error_rate" => faults.late_error_rate = rate()?,
                "late_coded_error_rate" => faults.late_coded_error_rate = rate()?,
                "reset_rate" => faults.reset_rate = rate()?,
                "late_reset_rate" => faults.late_reset_rate = rate()?,
                "truncate_rate" => faults.truncate_rate = rate()?,
                "repeat_rate" => faults.repeat_rate = rate()?,
                "page_cap" => faults = faults.page_cap(small()?),
                "rate_limit" => {
                    let window =
                        object.get("rate_window_ms").and_then(Value::as_u64).map(Duration::from_millis);
                    let limit = RateLimit::a_minute(small()?);
                    faults = faults.rate_limit_within(limit.requests, window.unwrap_or(limit.window));
                }
                "rate_limits" => {
                    let limits = value.as_array().ok_or_else(|| wrong("a list"))?;
                    for limit in limits {
                        let (requests, window) = rate_limit(limit)
                            .ok_or_else(|| wrong(r#"a list of `{"requests":30,"window_ms":2000}`"#))?;
                        faults = faults.rate_limit_within(requests, window);
                    }
                }
                "retry_after_ms" => faults.retry_after = Some(Duration::from_millis(number()?)),
                // Read with the limit that it is about.
                "rate_window_ms" => drop(number()?),
                "expire_sessions" => faults = faults.expire_sessions(number()?),
                "session_end" => {
                    let end = value.as_str().and_then(SessionEnd::named);
                    faults.session_end = end.ok_or_else(|| wrong("`expired`, `idle` or `forgotten`"))?;
                }
                "expire_challenges" => faults.expire_challenges = flag()?,
                "html_prefix" => faults.html_prefix = flag()?,
                "silent_crashes" => faults.silent_crashes = flag()?,
                "error_bodies" => faults.error_bodies = flag()?,
                "seed" => faults.seed = number()?,
                _ => return Err(FaultsError(format!("there is no fault `{key}`"))),
            }
        }
        Ok(faults)
    }
}

/// A limit and its window.
fn rate_limit(json: &Value) -> Option<(u32, Duration)> {
    let number = |key: &str| json.get(key)?.as_u64();
    let is_all = json.as_object()?.len() == 2;
    let requests = u32::try_from(number("requests")?).ok()?;
    let window = Duration::from_millis(number("window_ms")?);
    is_all.then_some((requests, window))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_as_they_are_written() {
        let all = Faults::none()
            .latency(Duration::from_millis(5))
            .jitter(Duration::from_millis(6))
            .error_rate(0.5)
            .late_error_rate(0.25)
            .late_coded_error_rate(0.125)
            .reset_rate(0.75)
            .late_reset_rate(0.375)
            .repeat_rate(0.625)
            .page_cap(40)
            .trickle(Duration::from_millis(7))
            .retry_after(Duration::from_secs(2))
            .truncate_rate(2.0)
            .rate_limit(0)
            .rate_limit_within(200, Duration::from_secs(1))
            .expire_sessions(9)
            .session_end(SessionEnd::Idle)
            .expire_challenges(true)
            .html_prefix(true)
            .silent_crashes(true)
            .error_bodies(true)
            .seed(3);
        assert_eq!(Faults::from_json(&all.to_json()), Ok(all));
        assert_eq!(Faults::none().to_json(), "{}");
        for (text, faults) in [
            (r#"{"rate_limit":5}"#, Faults::none().rate_limit(5)),
            (
                r#"{"rate_window_ms":700,"rate_limit":5}"#,
                Faults::none().rate_limit_within(5, Duration::from_millis(700)),
            ),
        ] {
            assert_eq!(Faults::from_json(text), Ok(faults));
        }
    }

    #[test]
    fn what_is_no_fault_is_told() {
        for (text, message) in [
            ("{\"latncy_ms\":1}", "there is no fault `latncy_ms`"),
            ("{\"error_rate\":\"x\"}", "`error_rate` is not a number from 0 to 1"),
            ("{\"error_rate\":2}", "`error_rate` is not a number from 0 to 1"),
            ("{\"reset_rate\":-0.1}", "`reset_rate` is not a number from 0 to 1"),
            ("{\"page_cap\":5000000000}", "`page_cap` is not so small"),
            ("{\"session_end\":1}", "`session_end` is not `expired`, `idle` or `forgotten`"),
            ("{\"seed\":-1}", "`seed` is not a whole number"),
            ("{\"rate_window_ms\":1}", "`rate_window_ms` is there without `rate_limit`"),
            ("{\"rate_limits\":3}", "`rate_limits` is not a list"),
            (
                "{\"rate_limits\":[{\"requests\":3}]}",
                "`rate_limits` is not a list of `{\"requests\":30,\"window_ms\":2000}`",
            ),
        ] {
            assert_eq!(Faults::from_json(text).map_err(|error| error.to_string()), Err(message.to_owned()));
        }
    }
}
