//! Typed writes of every module to the sandbox and back, on both interfaces, with values that are hard to carry.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use vtql_client::jiff::civil::{date, time};
use vtql_client::rust_decimal::Decimal;
use vtql_client::{Client, Record, RecordId, Write, vtql, vtql_create, vtql_revise, vtql_update};
use vtql_sandbox::Sandbox;

/// A client, and the records that others point to.
struct World {
    client: Client,
    me: RecordId,
    account: RecordId,
    contact: RecordId,
    product: RecordId,
    service: RecordId,
    project: RecordId,
    vendor: RecordId,
    currency: RecordId,
}

/// A sandbox and a client for each of its interfaces.
async fn worlds() -> (Sandbox, Vec<World>) {
    let sandbox = Sandbox::builder().rows("Contacts", 40).start().await.unwrap();
    let mut worlds = Vec::new();
    for url in [sandbox.url(), sandbox.webservice_url()] {
        let client = Client::new(url, sandbox.user(), sandbox.access_key()).unwrap();
        macro_rules! first {
            ($module:ident) => {
                vtql!(select id from $module).first(&client).await.unwrap().unwrap().id
            };
        }
        worlds.push(World {
            me: client.me().await.unwrap().id,
            account: first!(Accounts),
            contact: first!(Contacts),
            product: first!(Products),
            service: first!(Services),
            project: first!(Project),
            vendor: first!(Vendors),
            currency: first!(Currency),
            client,
        });
    }
    (sandbox, worlds)
}

/// Texts that mean something to one of the languages on the way, and texts of other scripts.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "O'Brien \"the\" ''quoted''",
        r"C:\temp\ \' \\ %_",
        "🙂 𝔘 👩‍👩‍👧",
        "שלום עולם \u{202e}abc مرحبا",
        "<b>bold</b> &amp; <script>alert(1)</script>",
        "  leading and trailing  ",
        "lines\r\nand\ttabs\nand {braces} ?and? -- comments; /* */",
        "a |##| b",
        "null or NULL",
        "0",
    ]
    .map(str::to_owned)
    .into();
    texts.push("é語🙂x".repeat(2_000));
    texts
}

macro_rules! round_trips {
    (|$it:ident| $($module:ident $field:ident { $($rest:tt)* })+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        #[allow(non_snake_case)]
        async fn $module() {
            let (_sandbox, worlds) = worlds().await;
            for $it in &worlds {
                let client = &$it.client;
                for text in texts() {
                    let created =
                        vtql_create!($module { $field: text, $($rest)* } -> { $field }).send(client).await;
                    let created = created.unwrap_or_else(|error| panic!("{error} for {:.60}", text));
                    let id = created.id;
                    assert_eq!(Option::<String>::from(created.$field.clone()).as_deref(), Some(&*text));
                    assert_eq!(client.retrieve(id).await.unwrap().get(stringify!($field)), Some(&*text));

                    let other = format!("{text}'");
                    let revised = vtql_revise!($module { id, $field: other } -> { $field }).send(client).await.unwrap();
                    assert_eq!((revised.id, Option::<String>::from(revised.$field.clone())), (id, Some(other.clone())));

                    let row = vtql!(select id, $field from $module where id = {id}).one(client).await.unwrap();
                    assert_eq!(Option::<String>::from(row.$field.clone()), Some(other));
                    client.delete(id).await.unwrap();
                    assert!(vtql!(select id from $module where id = {id}).optional(client).await.unwrap().is_none());
                }
            }
        }
    )+};
}

// No users: a new one needs a role, and the sandbox has none.
round_trips! { |it|
    Accounts accountname { assigned_user_id: it.me }
    Assets assetname {
        account: it.account, assetstatus: "In Service", dateinservice: "2026-01-01", datesold: date(2026, 1, 1),
        product: it.product, serialnumber: "7", assigned_user_id: it.me
    }
    Calendar subject {
        activitytype: "Task", date_start: "2026-01-01", due_date: "2026-01-02", time_start: "09:00:00",
        taskstatus: "Planned", assigned_user_id: it.me
    }
    Campaigns campaignname { closingdate: "2026-01-01", assigned_user_id: it.me }
    Contacts lastname { account_id: it.account, assigned_user_id: it.me }
    DocumentFolders foldername { createdby: it.me.to_string() }
    Documents notes_title { assigned_user_id: it.me }
    Emails subject {
        date_start: "2026-01-01", from_email: "a@example.com", saved_toid: "b@example.com", assigned_user_id: it.me
    }
    Events subject {
        activitytype: "Meeting", date_start: "2026-01-01", due_date: "2026-01-01", time_start: "09:00:00",
        time_end: time(10, 0, 0, 0), duration_hours: 1, eventstatus: "Planned", assigned_user_id: it.me
    }
    Faq question { faq_answer: "42", faqstatus: "Draft" }
    HelpDesk ticket_title { ticketpriorities: "Normal", ticketstatus: "Open", assigned_user_id: it.me }
    Invoice subject {
        account_id: it.account, bill_street: "b", ship_street: "s", productid: it.product, assigned_user_id: it.me,
        LineItems: [{ productid: it.product, quantity: 2, listprice: "9.95" }, { productid: it.service, quantity: 1 }]
    }
    Leads lastname { assigned_user_id: it.me }
    ModComments commentcontent { related_to: it.contact, assigned_user_id: it.me }
    PBXManager customernumber { assigned_user_id: it.me }
    Potentials potentialname { closingdate: "2026-01-01", sales_stage: "Prospecting", assigned_user_id: it.me }
    PriceBooks bookname { currency_id: it.currency }
    Products productname { assigned_user_id: it.me }
    Project projectname { assigned_user_id: it.me }
    ProjectMilestone projectmilestonename { projectid: it.project, assigned_user_id: it.me }
    ProjectTask projecttaskname { projectid: it.project, assigned_user_id: it.me }
    PurchaseOrder subject {
        postatus: "Created", vendor_id: it.vendor, bill_street: "b", ship_street: "s", productid: it.product,
        assigned_user_id: it.me, LineItems: [{ productid: it.product, quantity: 1 }]
    }
    Quotes subject {
        account_id: it.account, quotestage: "Created", bill_street: "b", ship_street: "s", productid: it.product,
        assigned_user_id: it.me, LineItems: [{ productid: it.product, quantity: 1 }]
    }
    SMSNotifier message { assigned_user_id: it.me }
    SalesOrder subject {
        account_id: it.account, sostatus: "Created", invoicestatus: "Created", bill_street: "b", ship_street: "s",
        productid: it.product, assigned_user_id: it.me, LineItems: [{ productid: it.product, quantity: 1 }]
    }
    ServiceContracts subject { assigned_user_id: it.me }
    Services servicename {}
    Vendors vendorname { assigned_user_id: it.me }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_of_every_type_come_back_as_they_were_written() {
    let (_sandbox, worlds) = worlds().await;
    for World { client, me, account, .. } in &worlds {
        let days = [date(1000, 1, 1), date(1970, 1, 1), date(2024, 2, 29), date(9999, 12, 31)];
        let numbers = [i64::from(i32::MIN), -1, 0, i64::from(i32::MAX)];
        let amounts = ["-9999999.99", "0.01", "0", "9999999.99"].map(|it| it.parse::<Decimal>().unwrap());
        let times = [time(0, 0, 0, 0), time(0, 0, 1, 0), time(12, 30, 0, 0), time(23, 59, 59, 0)];
        for (number, day) in days.into_iter().enumerate() {
            let colours = if number % 2 == 0 { vec!["O'Range", "50% off"] } else { vec!["Ünï"] };
            let created = vtql_create!(Contacts {
                lastname: "Types",
                birthday: day,
                cf_853: numbers[number],
                cf_859: amounts[number],
                cf_863: times[number],
                donotcall: number % 2 == 1,
                cf_879: colours,
                account_id: account,
                assigned_user_id: *me,
            });
            let id = created.send(client).await.unwrap().id;
            let row = vtql!(
                select id, birthday, cf_853, cf_859, cf_863, donotcall, cf_879, account_id, assigned_user_id
                from Contacts where id = {id}
            );
            let row = row.one(client).await.unwrap();
            assert_eq!(
                (row.birthday, row.cf_853, row.cf_863),
                (Some(day), Some(numbers[number]), Some(times[number]))
            );
            assert_eq!((row.cf_859, row.donotcall), (Some(amounts[number]), Some(number % 2 == 1)));
            assert_eq!(
                (row.cf_879.clone(), row.account_id, row.assigned_user_id),
                (colours.into_iter().map(str::to_owned).collect(), Some(*account), *me)
            );
        }
    }
}

#[tokio::test]
async fn a_change_sets_what_is_given_and_clears_what_it_says() {
    let (_sandbox, worlds) = worlds().await;
    for World { client, me, .. } in &worlds {
        let created = vtql_create!(Contacts {
            lastname: "Rossi",
            phone: "1",
            mobile: "2",
            mailingcity: "Rome",
            birthday: "2000-01-01",
            assigned_user_id: *me,
        });
        let id = created.send(client).await.unwrap().id;
        let now = async || {
            let row = vtql!(select id, phone, mobile, mailingcity, birthday from Contacts where id = {id});
            let row = row.one(client).await.unwrap().into_fields();
            let unset = |text: Option<String>| text.filter(|text| !text.is_empty());
            (unset(row.phone), unset(row.mobile), unset(row.mailingcity), row.birthday.is_some())
        };
        let text = |text: &str| Some(text.to_owned());
        let (none, some): (Option<&str>, Option<String>) = (None, text("3"));
        vtql_revise!(Contacts { id, phone?: none, mobile?: some }).send(client).await.unwrap();
        assert_eq!(now().await, (text("1"), text("3"), text("Rome"), true));
        vtql_revise!(Contacts { id, phone: some or None, mobile: none or None, birthday: None })
            .send(client)
            .await
            .unwrap();
        assert_eq!(now().await, (text("3"), None, text("Rome"), false));
        let updated =
            vtql_update!(Contacts { id, lastname: "Bianchi", assigned_user_id: me, mailingcity: None });
        assert_eq!(updated.send(client).await.unwrap().record.get("lastname"), Some("Bianchi"));
        assert_eq!(now().await, (text("3"), None, None, false));
    }
}

#[derive(Record, Clone, Debug, PartialEq)]
#[vtql(module = "Contacts", create)]
struct NewContact {
    lastname: String,
    email: Option<String>,
    assigned_user_id: RecordId,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[vtql(module = "Contacts", update, revise)]
struct Contact {
    id: RecordId,
    lastname: String,
    email: Option<String>,
    #[vtql(or_clear)]
    mailingcity: Option<String>,
    assigned_user_id: RecordId,
    #[vtql(read_only, field = "contact_no")]
    number: String,
}

#[derive(Record)]
#[vtql(module = "LineItem", create)]
struct Line {
    #[vtql(required)]
    productid: RecordId,
    #[vtql(required)]
    quantity: Decimal,
    comment: Option<String>,
}

#[tokio::test]
async fn structs_are_written_and_answered() {
    let (_sandbox, worlds) = worlds().await;
    for it in &worlds {
        let client = &it.client;
        let new = NewContact { lastname: "O'Brien".into(), email: None, assigned_user_id: it.me };
        let mut contact = Write::create(&new).answered_by::<Contact>().send(client).await.unwrap();
        assert_eq!((&*contact.lastname, &contact.email, contact.assigned_user_id), ("O'Brien", &None, it.me));
        assert!(!contact.number.is_empty());

        contact.mailingcity = Some("Rome".into());
        contact.email = Some("a@example.com".into());
        let revised = Write::revise(&contact).send(client).await.unwrap();
        assert_eq!(revised, contact);
        let updated = Contact { email: None, mailingcity: None, ..contact.clone() };
        let answer = Write::update(&updated).send(client).await.unwrap();
        assert_eq!(
            (answer.email, answer.mailingcity),
            (contact.email, None),
            "what is unset stays, or is cleared"
        );

        let lines = vec![
            Line {
                productid: it.product,
                quantity: Decimal::new(25, 1),
                comment: Some("two and a half".into()),
            },
            Line { productid: it.service, quantity: 1.into(), comment: None },
        ];
        let invoice = vtql_create!(Invoice {
            subject: "Lines",
            account_id: it.account,
            bill_street: "b",
            ship_street: "s",
            productid: it.product,
            assigned_user_id: it.me,
            LineItems: lines,
        });
        let id = invoice.send(client).await.unwrap().id;
        let items = client.retrieve(id).await.unwrap().json("LineItems").unwrap();
        let item = |number: usize, field: &str| items[number][field].as_str().unwrap().to_owned();
        assert_eq!(item(0, "comment"), "two and a half");
        assert_eq!(item(0, "quantity").parse::<Decimal>().unwrap(), Decimal::new(25, 1));
        assert_eq!((item(1, "productid"), lines.len()), (it.service.to_string(), 2));
    }
}

#[tokio::test]
async fn what_cannot_be_written_is_an_error_before_anything_is_sent() {
    let (sandbox, worlds) = worlds().await;
    let client = &worlds[0].client;
    let before = sandbox.requests();
    let (day, id) = (String::from("soon"), "12x1 or 1=1");
    let error = vtql_revise!(Contacts { id, birthday: day }).send(client).await.err().unwrap();
    assert_eq!(error.label(), "INVALID_ELEMENT");
    assert!(error.to_string().contains("`birthday` cannot be written: \"soon\" is not a date"), "{error}");
    assert!(error.to_string().contains("`id` cannot be written"), "{error}");
    let wrong = vtql_revise!(Leads { id: "10x1", city: "Rome" }).answered_by::<Contact>();
    assert!(
        wrong
            .send(client)
            .await
            .err()
            .unwrap()
            .to_string()
            .contains("the type of the answer is one of `Contacts`")
    );
    assert!(
        !Write::revise(&Contact {
            id: RecordId::new(12, 1),
            lastname: String::new(),
            email: None,
            mailingcity: None,
            assigned_user_id: RecordId::new(19, 1),
            number: String::new(),
        })
        .element()
        .unwrap()
        .contains_key("contact_no")
    );
    assert_eq!(sandbox.requests(), before);
}
