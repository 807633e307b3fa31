//! What nobody can guess.

use crate::instance::Trouble;

/// 128 random bits, in hex.
pub(crate) fn token() -> Result<String, Trouble> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Trouble::new("RANDOM", format!("no token can be made: {error}")))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
