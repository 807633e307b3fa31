//! Where the JSON of an answer is, when a server shows warnings of PHP around it.

use serde::Deserialize;
use std::ops::Range;

/// The members of an answer of the web service: it begins with one of them.
const MEMBERS: [&[u8]; 3] = [b"success\"", b"error\"", b"result\""];

/// How many beginnings are tried: a warning may quote one that is none.
const TRIED: usize = 8;

/// The place of a whole answer that has text before it, up to the end of the body, or that is followed by a
/// web page. `None` when the body is nothing but an answer, or has no whole one.
pub(super) fn among_text(body: &[u8]) -> Option<Range<usize>> {
    let trimmed = body.trim_ascii();
    if trimmed.starts_with(b"{") && trimmed.ends_with(b"}") {
        return None;
    }
    let mut starts = starts(body).take(TRIED);
    starts.find_map(|start| Some(start..start + whole(body.get(start..)?, start)?))
}

/// Whether an answer seems to begin somewhere.
pub(super) fn begins_in(body: &[u8]) -> bool {
    starts(body).next().is_some()
}

/// Where an answer may begin.
fn starts(body: &[u8]) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr_iter(b'{', body).filter(|&start| {
        let name = body.get(start + 1..).unwrap_or_default().trim_ascii_start().strip_prefix(b"\"");
        name.is_some_and(|name| MEMBERS.iter().any(|member| name.starts_with(member)))
    })
}

/// An answer: whatever else is in it, it says whether it is one of success.
#[derive(Deserialize)]
struct Whole {
    #[serde(rename = "success")]
    _success: bool,
}

/// The length of the answer that a text begins with, when nothing that could be another one follows.
fn whole(text: &[u8], before: usize) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<Whole>();
    values.next()?.ok()?;
    let length = values.byte_offset();
    let rest = text.get(length..)?.trim_ascii();
    let is_web_page = before == 0 && rest.starts_with(b"<") && !begins_in(rest);
    (rest.is_empty() || is_web_page).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Option<&str> {
        among_text(body.as_bytes()).and_then(|place| body.get(place))
    }

    #[test]
    fn a_whole_answer_is_found_behind_warnings_a_mark_and_before_a_page() {
        let answer = r#"{"success":true,"result":[{"id":"12x1"}]}"#;
        for body in [
            format!("<br />\n<b>Warning</b>: x in <b>y.php</b><br />\n{answer}"),
            format!("\u{feff}{answer}\n"),
            format!("Deprecated: {{\"success\":true}} is no answer\n{answer}"),
            format!("{answer}<br />\n<b>Warning</b>: at the end"),
        ] {
            assert_eq!(found(&body), Some(answer), "{body}");
        }
    }

    #[test]
    fn what_is_cut_off_or_ambiguous_is_no_answer() {
        let answer = r#"{"success":true,"result":[]}"#;
        for body in [
            answer.to_owned(),
            String::new(),
            "<html>".to_owned(),
            format!("<b>Warning</b> {}", answer.trim_end_matches('}')),
            format!("<b>Warning</b>: value {answer} given"),
            format!("{answer}{answer}x"),
            format!("{answer}<br />{answer}<br />"),
        ] {
            assert_eq!(found(&body), None, "{body}");
        }
    }

    #[test]
    fn a_body_of_many_beginnings_is_given_up_in_time() {
        let body = "x".to_owned() + &r#"{"success":"#.repeat(200_000);
        let started = std::time::Instant::now();
        assert_eq!(found(&body), None);
        assert!(started.elapsed().as_secs() < 10);
    }
}
