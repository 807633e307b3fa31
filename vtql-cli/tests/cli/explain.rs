use crate::vtql::Workplace;

#[test]
fn every_code_has_a_page_of_its_own() {
    let work = Workplace::new();
    let list = work.run(&["explain"]);
    assert_eq!(list.code, Some(0));
    let codes: Vec<&str> = list.out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    for code in ["L001", "V001", "V102", "V201"] {
        assert!(codes.contains(&code), "{code} is listed");
    }
    for code in codes {
        let page = work.run(&["explain", code]).out;
        assert!(page.starts_with(&format!("# {code}")) && page.lines().count() > 2, "{page}");
    }
}

#[test]
fn a_rule_is_found_by_its_name_and_in_any_case() {
    let work = Workplace::new();
    assert_eq!(work.run(&["explain", "unknown-field"]).out, work.run(&["explain", "v102"]).out);
}

#[test]
fn an_unknown_code_is_refused_with_a_near_one() {
    let ran = Workplace::new().run(&["explain", "unknown-feild"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean `unknown-field`?"), "{}", ran.err);
}
