//! Bytes in steps of eight.

/// The eight bytes from there on, the first one lowest; NUL past the end.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "few bytes are before the place among the last eight")]
pub(crate) fn eight(text: &[u8], at: usize) -> u64 {
    match (text.get(at..).and_then(<[u8]>::first_chunk), text.last_chunk()) {
        (Some(eight), _) => u64::from_le_bytes(*eight),
        // The last eight of the text, without those before the place.
        (None, Some(last)) => {
            let before = (at + 8).saturating_sub(text.len());
            u64::from_le_bytes(*last).unbounded_shr(8 * before as u32)
        }
        (None, None) => {
            let rest = text.get(at..).unwrap_or_default();
            rest.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte))
        }
    }
}
