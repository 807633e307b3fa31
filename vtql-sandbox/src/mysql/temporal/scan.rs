//! Reading a text from its start, a byte at a time.

/// What is left of a text.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a>(&'a [u8]);

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Scan(text.as_bytes())
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes the next byte when it is one of these; answers whether it was.
    pub(super) fn take(&mut self, is_taken: impl Fn(u8) -> bool) -> bool {
        match self.0 {
            [first, rest @ ..] if is_taken(*first) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Takes one of these bytes when a digit follows it.
    pub(super) fn take_before_digit(&mut self, is_taken: impl Fn(u8) -> bool) -> bool {
        let mut ahead = *self;
        let taken = ahead.take(is_taken) && ahead.at_digit();
        if taken {
            *self = ahead;
        }
        taken
    }

    /// Takes white space; answers how much.
    pub(super) fn spaces(&mut self) -> usize {
        let before = self.len();
        while self.take(is_space) {}
        before - self.len()
    }

    pub(super) fn at_digit(&self) -> bool {
        self.peek().is_some_and(|byte| byte.is_ascii_digit())
    }

    /// Takes at most `most` digits; answers their value, as 32 bits hold it, and their number. `None` when there is none.
    pub(super) fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let (mut value, mut digits) = (0_u32, 0);
        while digits < most && self.at_digit() {
            let digit = u32::from(self.peek()? - b'0');
            value = value.wrapping_mul(10).wrapping_add(digit);
            digits += 1;
            self.take(|_| true);
        }
        (digits > 0).then_some((value, digits))
    }

    /// Takes a point and the digits after it; answers them as millionths. What is smaller is dropped.
    pub(super) fn fraction(&mut self) -> u32 {
        if !self.take_before_digit(|byte| byte == b'.') {
            return 0;
        }
        let (value, digits) = self.number(6).unwrap_or_default();
        while self.take(|byte| byte.is_ascii_digit()) {}
        value * 10_u32.pow(u32::try_from(6_usize.saturating_sub(digits)).unwrap_or_default())
    }
}

/// C's `isspace`.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}
