//! The builder and the macro make the same query.

use vtql_client::jiff::civil::date;
use vtql_client::query::builder::{Filter, RuntimeField};
use vtql_client::rust_decimal::Decimal;
use vtql_client::{Record, RecordId, schema, vtql};
use vtql_parser::ast::{Condition, Param, Value};
use vtql_schema::Snapshot;

schema! {
    pub mod contacts = Contacts;
    pub mod potentials = Potentials { id, potentialname, amount, closingdate, probability, related_to }
    pub mod tickets = HelpDesk { id, hours }
    mod events = Events { id, time_start }
    mod users = Users { id, is_admin }
}

/// Pairs of a query built in code and the same one written as text.
macro_rules! pairs {
    ($($name:ident: $built:expr, $written:expr;)+) => {$(
        #[test]
        #[allow(deprecated, reason = "findings about these queries are no matter here")]
        fn $name() {
            assert_eq!($built.build().wire().unwrap(), $written.wire().unwrap());
        }
    )+};
}

use contacts as c;
use potentials as p;

pairs! {
    one_column:
        c::query().select(c::id), vtql!(select id from Contacts);
    several_columns:
        c::query().select((c::id, c::lastname, c::email)), vtql!(select id, lastname, email from Contacts);
    a_comparison_of_text:
        c::query().select(c::id).filter(c::lastname.eq("O'Brien")),
        vtql!(select id from Contacts where lastname = "O'Brien");
    text_is_not:
        c::query().select(c::id).filter(c::lastname.ne(String::from("x"))),
        vtql!(select id from Contacts where lastname != "x");
    text_is_ordered:
        c::query().select(c::id).filter(c::lastname.lt("m").and(c::lastname.ge("d"))),
        vtql!(select id from Contacts where lastname < "m" and lastname >= "d");
    like:
        c::query().select(c::id).filter(c::lastname.like("S%")),
        vtql!(select id from Contacts where lastname like "S%");
    like_with_a_backslash:
        c::query().select(c::id).filter(c::lastname.like(r"50\%%")),
        vtql!(select id from Contacts where lastname like r"50\%%");
    empty:
        c::query().select(c::id).filter(c::email.is_empty()),
        vtql!(select id from Contacts where email is empty);
    not_empty:
        c::query().select(c::id).filter(c::email.is_empty().not()),
        vtql!(select id from Contacts where email is not empty);
    in_a_list:
        c::query().select(c::id).filter(c::leadsource.is_in(["Cold Call", "Web Site"])),
        vtql!(select id from Contacts where leadsource in ("Cold Call", "Web Site"));
    not_in_a_list:
        c::query().select(c::id).filter(c::leadsource.is_not_in(["Cold Call", "Web Site"])),
        vtql!(select id from Contacts where leadsource not in ("Cold Call", "Web Site"));
    an_empty_list_in_an_alternative:
        c::query().select(c::id).filter(c::leadsource.is_in([""; 0]).or(c::lastname.eq("x"))),
        vtql!(select id from Contacts where lastname = "x");
    a_boolean:
        c::query().select(c::id).filter(c::donotcall.eq(true)),
        vtql!(select id from Contacts where donotcall = {true});
    a_switch:
        users::query().select(users::id).filter(users::is_admin.ne(true)),
        vtql!(select id from Users where is_admin != "on");
    a_date:
        c::query().select(c::id).filter(c::birthday.gt(date(2000, 1, 31))),
        vtql!(select id from Contacts where birthday > "2000-01-31");
    a_date_between:
        c::query().select(c::id).filter(c::birthday.between("2000-01-31", date(2001, 2, 3))),
        vtql!(select id from Contacts where birthday between "2000-01-31" and "2001-02-03");
    a_date_and_time:
        c::query().select(c::id).filter(c::createdtime.le(date(2000, 1, 31).at(1, 2, 3, 0))),
        vtql!(select id from Contacts where createdtime <= "2000-01-31 01:02:03");
    a_time_of_day:
        events::query().select(events::id).filter(events::time_start.ge("09:30:00")),
        vtql!(select id from Events where time_start >= "09:30:00");
    an_id:
        c::query().select(c::id).filter(c::id.eq(RecordId::new(12, 5))),
        vtql!(select id from Contacts where id = 12x5);
    ids:
        c::query().select(c::id).filter(c::id.is_in(["12x5", "12x6"])),
        vtql!(select id from Contacts where id in (12x5, 12x6));
    a_reference:
        c::query().select(c::id).filter(c::account_id.eq("11x7")),
        vtql!(select id from Contacts where account_id = 11x7);
    an_owner:
        c::query().select(c::id).filter(c::assigned_user_id.ne(RecordId::new(19, 1))),
        vtql!(select id from Contacts where assigned_user_id != 19x1);
    a_decimal:
        p::query().select(p::id).filter(p::amount.ge(Decimal::new(1250, 2))),
        vtql!(select id from Potentials where amount >= 12.50);
    whole_numbers_for_a_decimal:
        p::query().select(p::id).filter(p::probability.between(10, 90_u8)),
        vtql!(select id from Potentials where probability between 10 and 90);
    decimals_in_a_list:
        p::query().select(p::id).filter(p::amount.is_in([1.5, 2.25])),
        vtql!(select id from Potentials where amount in (1.5, 2.25));
    another_module:
        p::query().select((p::id, p::potentialname)).filter(p::closingdate.lt("2025-01-01")),
        vtql!(select id, potentialname from Potentials where closingdate < "2025-01-01");
    and_binds_tighter:
        c::query().select(c::id).filter(c::lastname.eq("a").or(c::lastname.eq("b").and(c::email.eq("c")))),
        vtql!(select id from Contacts where lastname = "a" or lastname = "b" and email = "c");
    groups_keep_their_meaning:
        c::query().select(c::id).filter(c::lastname.eq("a").or(c::lastname.eq("b")).and(c::email.eq("c"))),
        vtql!(select id from Contacts where (lastname = "a" or lastname = "b") and email = "c");
    filters_add_up:
        c::query().select(c::id).filter(c::lastname.eq("a")).filter(c::email.eq("b")),
        vtql!(select id from Contacts where lastname = "a" and email = "b");
    an_alternative_stays_together_when_a_filter_is_added:
        c::query().select(c::id).filter(c::lastname.eq("a").or(c::email.eq("b"))).filter(c::phone.eq("c")),
        vtql!(select id from Contacts where (lastname = "a" or email = "b") and phone = "c");
    not_a_group:
        c::query().select(c::id).filter(c::lastname.eq("a").and(c::birthday.gt("2000-01-01")).not()),
        vtql!(select id from Contacts where not (lastname = "a" and birthday > "2000-01-01"));
    many_values_keep_their_places:
        c::query().select(c::id).filter(
            c::lastname.eq("1").and(c::birthday.between("2001-01-01", "2002-02-02")).or(
                c::email.eq("3").and(c::leadsource.is_in(["Employee", "Partner"]).or(c::phone.like("5%"))),
            ),
        ),
        vtql!(select id from Contacts where lastname = "1" and birthday between "2001-01-01" and "2002-02-02"
            or email = "3" and (leadsource in ("Employee", "Partner") or phone like "5%"));
    an_order:
        c::query().select((c::id, c::lastname)).order_by(c::lastname),
        vtql!(select id, lastname from Contacts order by lastname);
    an_order_of_two:
        c::query().select((c::lastname, c::firstname)).order_by(c::lastname).order_by(c::firstname),
        vtql!(select lastname, firstname from Contacts order by lastname, firstname);
    a_descending_order:
        c::query().select((c::id, c::lastname)).order_by(c::lastname.desc()),
        vtql!(select id, lastname from Contacts order by lastname desc);
    a_direction_for_the_last_field:
        c::query().select((c::lastname, c::createdtime)).order_by(c::lastname).order_by(c::createdtime.desc()),
        vtql!(select lastname, createdtime from Contacts order by lastname, createdtime desc);
    a_limit:
        c::query().select(c::id).limit(500), vtql!(select id from Contacts limit 500);
    a_limit_of_any_integer:
        c::query().select(c::id).limit(7_usize), vtql!(select id from Contacts limit {7_i64});
    an_offset:
        c::query().select((c::id, c::lastname)).order_by(c::lastname).offset_limit(20, 10_u8),
        vtql!(select id, lastname from Contacts order by lastname limit 20, 10);
    a_count:
        c::query().count(), vtql!(select count(*) from Contacts);
    a_count_with_a_condition:
        c::query().count().filter(c::lastname.like("S%")),
        vtql!(select count(*) from Contacts where lastname like "S%");
    a_struct_of_ones_own:
        c::query().select_as::<Person>(), vtql!(select id, lastname from Contacts);
    applied_when_there_is_a_value:
        c::query().select(c::id).apply_if(Some("x"), |query, name| query.filter(c::lastname.eq(name))),
        vtql!(select id from Contacts where lastname = "x");
    unchanged_when_there_is_none:
        c::query().select(c::id).apply_if(None::<&str>, |query, name| query.filter(c::lastname.eq(name))),
        vtql!(select id from Contacts where? lastname = {None::<&str>});
    values_are_no_syntax:
        c::query().select(c::id).filter(c::lastname.eq("' or '1'='1\\")),
        vtql!(select id from Contacts where lastname = {"' or '1'='1\\"});
    at_least_and_at_most:
        p::query().select(p::id).filter(p::amount.ge(5).and(p::amount.le(9))),
        vtql!(select id from Potentials where amount >= 5 and amount <= 9);
    a_reference_in_a_list:
        p::query().select(p::id).filter(p::related_to.is_in(["11x3", "11x4"])),
        vtql!(select id from Potentials where related_to in {["11x3", "11x4"]});
    a_number_of_hours:
        tickets::query().select((tickets::id, tickets::hours)).filter(tickets::hours.gt(1.5)),
        vtql!(select id, hours from HelpDesk where hours > 1.5);
    text_of_any_script:
        c::query().select(c::id).filter(c::lastname.eq("Ångström 王 🙂")),
        vtql!(select id from Contacts where lastname = {"Ångström 王 🙂"});
    a_character:
        c::query().select(c::id).filter(c::lastname.gt('M')),
        vtql!(select id from Contacts where lastname > "M");
    everything_at_once:
        c::query()
            .select((c::id, c::lastname, c::mailingcity))
            .filter(c::mailingcity.is_in(["Rome", "Bari"]))
            .filter(c::createdtime.gt("2024-01-01"))
            .order_by(c::mailingcity)
            .order_by(c::lastname.desc())
            .limit(250),
        vtql!("select id, lastname, mailingcity from Contacts where mailingcity in ('Rome', 'Bari')
               and createdtime > '2024-01-01 00:00:00' order by mailingcity, lastname desc limit 250");
}

#[derive(Record)]
#[vtql(module = "Contacts")]
#[expect(dead_code, reason = "only its columns matter here")]
struct Person {
    id: RecordId,
    lastname: String,
}

#[test]
fn columns_in_scope_do_not_get_in_the_way_of_rows() {
    use contacts::{email, id, lastname};
    let query = vtql!(select id, lastname, email from Contacts where lastname = {"x"} and email = {"y"});
    let built = c::query().select((id, lastname, email)).filter(lastname.eq("x").and(email.eq("y")));
    assert_eq!(query.wire().unwrap(), built.build().wire().unwrap());
}

#[test]
fn a_value_that_cannot_be_sent_is_an_error_when_the_query_is_sent() {
    let error = c::query().select(c::id).filter(c::id.eq("12x")).build().wire().unwrap_err();
    assert!(error.to_string().contains("`12x` is not a record id"), "{error}");
    assert!(c::query().select(c::id).limit(-1).build().wire().is_err());
}

#[test]
fn an_empty_list_matches_nothing() {
    assert!(c::query().select(c::id).filter(c::id.is_in([""; 0])).build().matches_nothing());
    assert!(
        tickets::query().select(tickets::hours).filter(tickets::id.is_in([""; 0])).build().matches_nothing()
    );
}

#[test]
#[allow(deprecated, reason = "the order is descending on purpose")]
fn what_is_chosen_at_run_time_is_checked_against_a_snapshot_of_run_time() {
    let text = include_str!("../../../../vtql-schema/fixtures/vtiger-8.4.snapshot.json");
    let snapshot = Snapshot::from_json(text).unwrap();
    let (by, then) = (RuntimeField::new(&snapshot, "mailingcity"), RuntimeField::new(&snapshot, "lastname"));
    let in_rome = Condition::eq("mailingcity", "Rome").unwrap().or(Condition::empty("email").unwrap());
    let query = c::query()
        .select(c::id)
        .filter(c::lastname.like("S%"))
        .filter(Filter::checked(&snapshot, in_rome).unwrap().not())
        .order_by(by.unwrap())
        .order_by(then.unwrap().desc());
    assert_eq!(
        query.build().wire().unwrap(),
        vtql!(select id from Contacts where lastname like "S%" and not (mailingcity = "Rome" or email is empty)
            order by mailingcity, lastname desc)
        .wire()
        .unwrap()
    );
    let said = |error: Result<Filter<c::Contacts>, vtql_client::query::QueryError>| {
        error.err().map(|error| error.to_string()).unwrap_or_default()
    };
    let unknown = RuntimeField::<c::Contacts>::new(&snapshot, "lastnme").unwrap_err().to_string();
    assert!(unknown.contains("no field `lastnme`"), "{unknown}");
    assert!(RuntimeField::<c::Contacts>::new(&snapshot, "id, email").is_err());
    let no_date = said(Filter::checked(&snapshot, Condition::eq("birthday", "soon").unwrap()));
    assert!(no_date.contains("birthday"), "{no_date}");
    let param = Value::Param(Param::new("0").unwrap());
    let open = Condition::compare("lastname", vtql_parser::ast::CompareOp::Eq, param).unwrap();
    assert!(said(Filter::checked(&snapshot, open)).contains("there is no value for `0`"));
}
