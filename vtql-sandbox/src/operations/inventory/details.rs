//! `LineItems_FinalDetails`: what the CRM's own page of an inventory record is filled with.

use super::item::Item;
use super::totals::{Discount, Price, is_individual, number};
use crate::catalog::{Catalog, Field, Module};
use crate::error::ApiError;
use crate::html;
use crate::reference;
use crate::store::{self, Record};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

/// The fields that describe lists for shipping and handling, and for the taxes on it. No query can name
/// them.
pub(super) fn charges(module: &Module) -> impl Iterator<Item = &str> {
    let names = module.fields().iter().filter(|field| field.is_described()).map(Field::name);
    names.filter(|name| name.starts_with("shipping_&_handling"))
}

/// Whether such a field is a tax.
pub(super) fn is_tax_of_charge(name: &str) -> bool {
    name.contains("_shtax")
}

/// The details of a record with these line items: an entry an item, with its place in every key; the
/// first has those of the whole.
pub(super) fn of(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
    items: &[Item],
) -> Result<Value, ApiError> {
    let individual = is_individual(module, record);
    let mut details = Map::new();
    for (position, item) in items.iter().enumerate() {
        details.insert((position + 1).to_string(), of_item(item, position + 1, individual).into());
    }
    let whole = of_whole(connection, catalog, module, record, items)?;
    let first = details.entry("1").or_insert_with(|| json!({}));
    first["final_details"] = whole;
    Ok(Value::Object(details))
}

/// A sum as the page shows it.
fn sum(value: f64) -> Value {
    format!("{value:.2}").into()
}

/// A number without the zeros that its column adds.
fn short(text: Option<&str>) -> String {
    number(text).to_string()
}

fn of_item(item: &Item, place: usize, individual: bool) -> Map<String, Value> {
    let price = Price::of(item, individual);
    let product = |field: &str| item.product.as_ref().and_then(|(module, record)| record.get(module, field));
    let escaped = |text: Option<&str>| Value::from(html::escape(text.unwrap_or_default()));
    let module = item.product.as_ref().map_or("", |(module, _)| module.name.as_str());
    let number_field = if module == "Services" { "service_no" } else { "product_no" };
    let name_field = if module == "Services" { "servicename" } else { "productname" };
    let stock = product("qtyinstock").map_or_else(|| "NA".to_owned(), |stock| short(Some(stock)));
    let sold = reference::number(item.get("productid").unwrap_or_default());
    let mut values = vec![
        ("purchaseCost", sum(number(item.get("purchase_cost")))),
        ("margin", sum(number(item.get("margin")))),
        ("productDeleted", item.product.is_none().into()),
        ("entityType", module.into()),
        ("hdnProductId", sold.to_string().into()),
        ("productName", escaped(product(name_field))),
        ("hdnProductcode", escaped(product(number_field))),
        ("productDescription", escaped(product("description"))),
        ("comment", escaped(item.get("comment"))),
        ("qtyInStock", stock.into()),
        ("qty", short(item.get("quantity")).into()),
        ("listPrice", sum(number(item.get("listprice")))),
        ("unitPrice", sum(number(product("unit_price")))),
        ("productTotal", sum(price.total)),
        ("subproduct_ids", "".into()),
        ("discount_percent", 0.into()),
        ("discount_amount", 0.into()),
        ("discountTotal", sum(price.discount.of(price.total))),
        ("totalAfterDiscount", sum(price.after_discount())),
        ("taxTotal", sum(price.tax)),
        ("netPrice", sum(price.net())),
    ];
    if place > 1 {
        values.push(("delRow", "Del".into()));
    }
    // Services are never made of parts.
    if module != "Services" {
        values.push(("subprod_qty_list", json!([])));
        values.push(("subprod_names", "".into()));
    }
    let mut details: Map<String, Value> =
        values.into_iter().map(|(key, value)| (format!("{key}{place}"), value)).collect();
    let place = place.to_string();
    match price.discount {
        Discount::None => {
            details.insert(format!("checked_discount_zero{place}"), " checked".into());
        }
        Discount::Percent(percent) => {
            details.insert(format!("discount_percent{place}"), percent.to_string().into());
            mark_discount(&mut details, "percent", "percentage", &place);
        }
        Discount::Amount(amount) => {
            details.insert(format!("discount_amount{place}"), amount.to_string().into());
            mark_discount(&mut details, "amount", "amount", &place);
        }
    }
    details
}

/// How the page shows which kind of discount there is.
fn mark_discount(details: &mut Map<String, Value>, kind: &str, ty: &str, suffix: &str) {
    details.insert(format!("discount_type{suffix}"), ty.into());
    details.insert(format!("checked_discount_{kind}{suffix}"), " checked".into());
    for shown in ["percent", "amount"] {
        let visibility = if shown == kind { "visible" } else { "hidden" };
        let style = format!(" style=\"visibility:{visibility}\"");
        details.insert(format!("style_discount_{shown}{suffix}"), style.into());
    }
}

fn of_whole(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
    items: &[Item],
) -> Result<Value, ApiError> {
    let value = |field: &str| number(record.get(module, field));
    let sub_total = value("hdnSubTotal");
    let discount = Discount::new(value("hdnDiscountPercent"), value("hdnDiscountAmount"));
    let discounted = sub_total - discount.of(sub_total);
    let (taxes, tax_total) = taxes(connection, catalog, module, record, items, discounted)?;
    let (percentage, ty) = match discount {
        Discount::None => (Value::from(0), "zero"),
        Discount::Percent(percent) => (percent.to_string().into(), "percentage"),
        Discount::Amount(_) => (0.into(), "amount"),
    };
    let mut whole = json!({
        "taxtype": record.get(module, "hdnTaxType").filter(|ty| !ty.is_empty()),
        "discount_type_final": ty,
        "hdnSubTotal": sum(sub_total),
        "discount_percentage_final": percentage,
        "discount_amount_final": sum(value("hdnDiscountAmount")),
        "discountTotal_final": sum(discount.of(sub_total)),
        "taxes": taxes,
        "tax_totalamount": sum(tax_total),
        "shipping_handling_charge": sum(value("hdnS_H_Amount")),
        "sh_taxes": charge_taxes(module),
        "shtax_totalamount": sum(0.0),
        "adjustment": sum(value("txtAdjustment")),
        "grandTotal": sum(value("hdnGrandTotal")),
        "preTaxTotal": sum(value("pre_tax_total")),
        "totalAfterDiscount": sum(discounted),
        "chargesAndItsTaxes": charges_and_taxes(module),
        "deductTaxes": [],
        "deductTaxesTotalAmount": sum(0.0),
    });
    if let (Some(whole), Discount::Percent(_) | Discount::Amount(_)) = (whole.as_object_mut(), &discount) {
        let kind = if ty == "amount" { "amount" } else { "percentage" };
        whole.insert(format!("checked_discount_{kind}_final"), " checked".into());
    }
    Ok(whole)
}

/// The taxes of the instance by their numbers, each with what it adds, and the sum of all.
///
/// The percentages of a record that is taxed as a whole are those of its first item; of any other, those
/// of the instance.
fn taxes(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
    items: &[Item],
    discounted: f64,
) -> Result<(Value, f64), ApiError> {
    let Some(taxes) = catalog.module("Tax") else { return Ok((json!([]), 0.0)) };
    let is_group = record.get(module, "hdnTaxType") == Some("group");
    let mut shown = Map::new();
    let mut total = 0.0;
    for tax in store::all(connection, taxes)? {
        let value = |field: &str| tax.get(taxes, field).unwrap_or_default();
        if value("deleted") == "1" {
            continue;
        }
        let of_first = || items.first().and_then(|item| item.get(value("taxname")));
        let percentage = if is_group { of_first() } else { tax.get(taxes, "percentage") };
        let amount = discounted * number(percentage) / 100.0;
        total += amount;
        let list = |field: &str| serde_json::from_str(value(field)).unwrap_or_else(|_| json!([]));
        shown.insert(
            tax.id.to_string(),
            json!({
                "taxname": value("taxname"),
                "taxlabel": value("taxlabel"),
                "percentage": percentage.map_or(Value::from(0), Value::from),
                "amount": sum(amount),
                "taxid": tax.id.to_string(),
                "type": value("type"),
                "method": value("method"),
                "regions": list("regions"),
                "compoundon": list("compoundon"),
            }),
        );
    }
    Ok((Value::Object(shown), total))
}

/// The names and the labels of the taxes on shipping and handling.
fn taxes_of_charges(module: &Module) -> impl Iterator<Item = (&str, &str)> {
    charges(module).filter(|name| is_tax_of_charge(name)).filter_map(|name| {
        let label = module.field(name)?.described.label.rsplit_once(' ')?.1;
        Some((name.rsplit_once('_')?.1, label))
    })
}

fn charge_taxes(module: &Module) -> Value {
    let tax = |(position, (name, label)): (usize, (&str, &str))| {
        json!({
            "taxname": name,
            "taxlabel": label,
            "percentage": 0,
            "amount": 0,
            "taxid": (position + 1).to_string(),
            "type": "Fixed",
            "method": "Simple",
            "regions": [],
            "compoundon": [],
        })
    };
    taxes_of_charges(module).enumerate().map(tax).collect()
}

/// The one charge of a new instance, which no record here has.
fn charges_and_taxes(module: &Module) -> Value {
    let taxes: Map<String, Value> = taxes_of_charges(module)
        .enumerate()
        .map(|(position, _)| ((position + 1).to_string(), Value::from(0)))
        .collect();
    json!({ "1": { "value": null, "taxes": taxes } })
}
