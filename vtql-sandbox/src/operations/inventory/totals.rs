//! What an inventory record costs.

use super::item::Item;
use crate::catalog::{Kind, Module};
use crate::store::Record;

/// The sums of an inventory record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    /// The items, each with its discount, and with its taxes when items are taxed one by one.
    sub_total: f64,
    /// Less the record's discount, and with shipping and handling.
    pre_tax: f64,
    /// With the taxes of the whole, and the adjustment.
    grand: f64,
    /// What is still to be paid.
    balance: f64,
}

/// A reduction of a sum.
pub(super) enum Discount {
    None,
    Percent(f64),
    Amount(f64),
}

impl Discount {
    /// An amount goes before a percentage.
    pub(super) fn new(percent: f64, amount: f64) -> Self {
        if amount > 0.0 {
            Discount::Amount(amount)
        } else if percent > 0.0 {
            Discount::Percent(percent)
        } else {
            Discount::None
        }
    }

    pub(super) fn of(&self, sum: f64) -> f64 {
        match self {
            Discount::None => 0.0,
            Discount::Percent(percent) => sum * percent / 100.0,
            Discount::Amount(amount) => *amount,
        }
    }
}

/// What one item costs.
pub(super) struct Price {
    pub(super) total: f64,
    pub(super) discount: Discount,
    /// The taxes of the item, when items are taxed one by one.
    pub(super) tax: f64,
}

impl Price {
    pub(super) fn of(item: &Item, individual: bool) -> Self {
        let value = |field| number(item.get(field));
        let total = value("quantity") * value("listprice");
        let discount = Discount::new(value("discount_percent"), value("discount_amount"));
        let rate = if individual { tax_rate(item) } else { 0.0 };
        let tax = (total - discount.of(total)) * rate / 100.0;
        Price { total, discount, tax }
    }

    pub(super) fn after_discount(&self) -> f64 {
        self.total - self.discount.of(self.total)
    }

    pub(super) fn net(&self) -> f64 {
        self.after_discount() + self.tax
    }
}

/// The percentages of all taxes of an item.
fn tax_rate(item: &Item) -> f64 {
    ["tax1", "tax2", "tax3"].into_iter().map(|tax| number(item.get(tax))).sum()
}

/// Whether items are taxed one by one, and not the whole.
pub(super) fn is_individual(module: &Module, record: &Record) -> bool {
    record.get(module, "hdnTaxType") == Some("individual")
}

impl Totals {
    pub(super) fn compute(module: &Module, record: &Record, items: &[Item]) -> Self {
        let value = |field| number(record.get(module, field));
        let individual = is_individual(module, record);
        let sub_total: f64 = items.iter().map(|item| Price::of(item, individual).net()).sum();
        let discount = Discount::new(value("hdnDiscountPercent"), value("hdnDiscountAmount")).of(sub_total);
        let pre_tax = sub_total - discount + value("hdnS_H_Amount");
        let rate = items.first().filter(|_| !individual).map_or(0.0, tax_rate);
        let tax = (sub_total - discount) * rate / 100.0;
        let grand = pre_tax + tax + value("txtAdjustment");
        Totals { sub_total, pre_tax, grand, balance: grand - value("received") - value("paid") }
    }

    /// Keeps the totals in a record.
    pub(super) fn store(self, module: &Module, record: &mut Record) {
        self.store_sums(module, record);
        set(module, record, "balance", self.balance);
    }

    /// Keeps the totals without what is still to be paid.
    pub(super) fn store_sums(self, module: &Module, record: &mut Record) {
        set(module, record, "hdnSubTotal", self.sub_total);
        set(module, record, "pre_tax_total", self.pre_tax);
        set(module, record, "hdnGrandTotal", self.grand);
    }
}

fn set(module: &Module, record: &mut Record, field: &str, sum: f64) {
    let digits = match module.field(field).map(|field| field.kind) {
        Some(Kind::Decimal(digits)) => digits,
        _ => 2,
    };
    record.set(module, field, format!("{sum:.digits$}"));
}

/// A stored number; 0 for what is none.
pub(super) fn number(text: Option<&str>) -> f64 {
    crate::mysql::number::leading(text.unwrap_or_default())
}
