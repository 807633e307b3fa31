/// What is thrown for one request: the same for the same seed, request and topic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice {
    seed: u64,
    request: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64, request: u64) -> Self {
        Dice { seed, request }
    }

    /// A number from 0 up to, and without, 1.
    pub(crate) fn throw(self, topic: u64) -> f64 {
        let mixed =
            [self.request, topic].into_iter().fold(self.seed ^ 0x5851_F42D_4C95_7F2D, |state, part| {
                let mut z =
                    (state ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_add(0x9E37_79B9_7F4A_7C15);
                z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                z ^ (z >> 31)
            });
        // 32 bits are exact in a float, and enough.
        f64::from(u32::try_from(mixed >> 32).unwrap_or(0)) / f64::from(u32::MAX).next_up()
    }

    /// Whether that part of all throws hits.
    pub(crate) fn hits(self, topic: u64, rate: f64) -> bool {
        rate > 0.0 && self.throw(topic) < rate
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn throws_are_spread_evenly_and_repeat() {
        let hits = (0..10_000).filter(|request| Dice::new(1, *request).hits(0, 0.1)).count();
        assert!((900..1_100).contains(&hits), "{hits}");
        let again = (0..10_000).filter(|request| Dice::new(1, *request).hits(0, 0.1)).count();
        assert_eq!(hits, again);
        assert!((0..1_000).all(|request| Dice::new(1, request).hits(3, 1.0)));
        assert!((0..1_000).all(|request| !Dice::new(1, request).hits(3, 0.0)));
    }
}
