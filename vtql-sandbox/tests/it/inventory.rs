//! Records with line items.

use crate::support::Http;
use serde_json::{Value, json};
use vtql_sandbox::{Profile, Sandbox};

/// A sandbox, a client, and the ids of an account, two products and a service.
async fn shop() -> (Sandbox, Http, String, [String; 3]) {
    let builder = Sandbox::builder().rows("Contacts", 3).rows("Invoice", 3).rows("LineItem", 6);
    let sandbox = builder.start().await.unwrap();
    let http = Http::new(&sandbox);
    let account = first_id(&http, "Accounts", 0).await;
    let (first, second) = (first_id(&http, "Products", 0).await, first_id(&http, "Products", 1).await);
    let service = first_id(&http, "Services", 0).await;
    (sandbox, http, account, [first, second, service])
}

async fn first_id(http: &Http, module: &str, position: usize) -> String {
    let rows = http.query(&format!("select id from {module} limit 2;")).await.rows();
    rows[position].get("id").unwrap().to_owned()
}

fn invoice(account: &str, product: &str, more: &Value) -> Value {
    let mut invoice = json!({
        "subject": "I", "account_id": account, "assigned_user_id": "19x1", "bill_street": "b",
        "ship_street": "s", "productid": product, "hdnTaxType": "group",
    });
    invoice.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    invoice
}

async fn create(http: &Http, element: &Value) -> Value {
    http.post("create", &[("elementType", "Invoice"), ("element", &element.to_string())]).await.result()
}

async fn revise(http: &Http, element: Value) -> Value {
    http.post("revise", &[("element", &element.to_string())]).await.result()
}

async fn retrieve(http: &Http, id: &Value) -> Value {
    http.get("retrieve", &[("id", id.as_str().unwrap())]).await.result()
}

fn sums(record: &Value) -> [&str; 4] {
    ["hdnSubTotal", "pre_tax_total", "hdnGrandTotal", "balance"].map(|key| record[key].as_str().unwrap())
}

#[tokio::test]
async fn totals_are_computed_from_the_line_items() {
    let (_sandbox, http, account, [first, _, service]) = shop().await;
    let items = json!({ "LineItems": [
        { "productid": first, "quantity": "2", "listprice": "99.95", "comment": "é" },
        { "productid": service, "quantity": "1", "listprice": "50", "discount_percent": "10" },
    ]});
    let created = create(&http, &invoice(&account, &first, &items)).await;
    assert_eq!((&created["hdnGrandTotal"], &created["new"]), (&json!(244.9), &json!(true)));
    assert_eq!(created["LineItems"].as_array().unwrap().len(), 2);

    let invoice = retrieve(&http, &created["id"]).await;
    assert_eq!(sums(&invoice), ["244.90000000"; 4]);
    let details = &invoice["LineItems_FinalDetails"];
    assert_eq!(details["1"]["netPrice1"], "199.90");
    assert_eq!(details["1"]["comment1"], "&eacute;");
    assert_eq!(details["2"]["discountTotal2"], "5.00");
    assert_eq!(details["2"]["netPrice2"], "45.00");
    assert_eq!(details["1"]["final_details"]["grandTotal"], "244.90");
    let id = created["id"].as_str().unwrap();
    let row = http.query(&format!("select productid from Invoice where id = '{id}';")).await.rows().remove(0);
    assert_eq!(row.get("productid"), Some(service.as_str()), "a query shows the last item");
}

#[tokio::test]
async fn taxes_and_discounts_of_the_whole_are_in_its_totals() {
    let (_sandbox, http, account, [first, second, _]) = shop().await;
    let item = |product: &str| json!({ "productid": product, "quantity": "1", "listprice": "100", "tax1": "10", "discount_amount": "20" });
    let whole = json!({ "hdnDiscountPercent": "50", "txtAdjustment": "3", "received": "1",
        "LineItems": [item(&first), item(&second)] });
    let of_whole = create(&http, &invoice(&account, &first, &whole)).await;
    assert_eq!(
        sums(&retrieve(&http, &of_whole["id"]).await),
        ["160.00000000", "80.00000000", "91.00000000", "90.00000000"]
    );
    let mut each = invoice(&account, &first, &whole);
    each["hdnTaxType"] = "individual".into();
    let of_each = create(&http, &each).await;
    assert_eq!(
        sums(&retrieve(&http, &of_each["id"]).await),
        ["176.00000000", "88.00000000", "91.00000000", "90.00000000"]
    );
}

#[tokio::test]
async fn a_change_replaces_the_line_items_or_leaves_them() {
    let (_sandbox, http, account, [first, second, service]) = shop().await;
    let one = |product: &str, quantity: &str| json!({ "productid": product, "quantity": quantity, "listprice": "10" });
    let items = json!({ "LineItems": [one(&first, "1"), one(&second, "2")] });
    let created = create(&http, &invoice(&account, &first, &items)).await;
    let renamed = revise(&http, json!({ "id": created["id"], "subject": "renamed", "unknown": 1 })).await;
    assert_eq!((&renamed["unknown"], &renamed["quantity"]), (&json!(1), &json!("1.000")));
    assert_eq!(renamed["LineItems"].as_array().unwrap().len(), 2);

    let items = json!([one(&first, "5"), one(&service, "1")]);
    let changed = revise(&http, json!({ "id": created["id"], "LineItems": items })).await;
    let ids = |record: &Value| [record["LineItems"][0]["id"].clone(), record["LineItems"][1]["id"].clone()];
    assert_eq!(ids(&changed)[0], ids(&created)[0], "the same product in the same place");
    assert_ne!(ids(&changed)[1], ids(&created)[1]);
    assert_eq!(sums(&retrieve(&http, &created["id"]).await), ["60.00000000"; 4]);

    let fewer = revise(&http, json!({ "id": created["id"], "LineItems": [one(&second, "1")] })).await;
    assert_eq!(fewer["LineItems"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_query_that_names_a_line_items_field_has_a_row_for_each() {
    let (_sandbox, http, account, [first, second, service]) = shop().await;
    let one = |product: &str, quantity: &str| json!({ "productid": product, "quantity": quantity, "listprice": "10" });
    for subject in ["Q1", "Q2"] {
        let items = json!([one(&first, "1"), one(&second, "2"), one(&service, "3")]);
        let more = json!({ "subject": subject, "LineItems": items });
        create(&http, &invoice(&account, &first, &more)).await;
    }
    let subjects = async |query: &str| {
        let rows = http.query(query).await.rows();
        rows.iter().map(|row| row.get("subject").unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let ours = "subject in ('Q1', 'Q2')";
    for (query, expected) in [
        // The limit counts rows of which one of each record is kept.
        (format!("select subject, quantity from Invoice where {ours} order by subject limit 3;"), "Q1"),
        (format!("select subject, quantity from Invoice where {ours} order by subject limit 4;"), "Q1 Q2"),
        (format!("select subject, quantity from Invoice where {ours} order by subject limit 3, 9;"), "Q2"),
        (format!("select subject from Invoice where {ours} order by subject limit 2;"), "Q1 Q2"),
        // A condition holds for any of the items.
        (format!("select subject from Invoice where {ours} and productid = '{second}';"), "Q1 Q2"),
        (format!("select subject from Invoice where {ours} and quantity > 3;"), ""),
    ] {
        assert_eq!(subjects(&query).await, expected, "{query}");
    }
    let query = format!("select quantity from Invoice where {ours} and quantity < 3 limit 10;");
    assert_eq!(http.query(&query).await.rows()[0].get("quantity"), Some("2.000"), "the last that matches");
    let whole = http.query("select * from Invoice where subject = 'Q1' limit 2;").await.rows();
    assert_eq!((whole.len(), whole[0].get("quantity")), (1, Some("2.000")));
}

#[tokio::test]
async fn a_record_without_line_items_is_not_made() {
    let (_sandbox, http, account, [first, ..]) = shop().await;
    for items in [json!({}), json!({ "LineItems": [] }), json!({ "LineItems": "x" })] {
        let element = invoice(&account, &first, &items).to_string();
        let answer = http.post("create", &[("elementType", "Invoice"), ("element", &element)]).await;
        assert_eq!(answer.code(), "MANDATORY_FIELDS_MISSING");
    }
    for wrong in [json!(["x"]), json!([{ "quantity": "1" }]), json!([{ "productid": "x", "quantity": 1 }])] {
        let element =
            invoice(&account, &first, &json!({ "subject": "half", "LineItems": wrong })).to_string();
        let answer = http.post("create", &[("elementType", "Invoice"), ("element", &element)]).await;
        assert!(answer.status >= 400, "{}", answer.body);
    }
    assert!(http.query("select id from Invoice where subject = 'half';").await.rows().is_empty());
}

#[tokio::test]
async fn edition_8_4_makes_no_inventory_record_unless_it_was_mended() {
    for (mended, code) in [(false, Some("INVALID_ID_ATTRIBUTE")), (true, None)] {
        let builder = Sandbox::builder().profile(Profile::V8_4).mended_inventory(mended).rows("Contacts", 2);
        let sandbox = builder.start().await.unwrap();
        let http = Http::new(&sandbox);
        let (account, product) = (first_id(&http, "Accounts", 0).await, first_id(&http, "Products", 0).await);
        let items = json!({ "LineItems": [{ "productid": product, "quantity": "1", "listprice": "1" }] });
        let element = invoice(&account, &product, &items).to_string();
        let answer = http.post("create", &[("elementType", "Invoice"), ("element", &element)]).await.json();
        assert_eq!(answer["error"]["code"].as_str(), code);
    }
}
