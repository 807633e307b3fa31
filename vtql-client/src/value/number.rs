use super::Decode;
use rust_decimal::Decimal;
use std::str::FromStr;

impl Decode for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn placeholder() -> Self {
        0
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        cell?.parse().ok()
    }
}

/// Doubles, currencies and percentages: `"99999.99000000"`, `"-2.2500"`.
impl Decode for Decimal {
    const EXPECTED: &'static str = "a number";

    fn placeholder() -> Self {
        Decimal::ZERO
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        let text = cell?;
        Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok()
    }
}
