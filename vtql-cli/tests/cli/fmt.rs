use crate::vtql::Workplace;

const UGLY: &str = "SELECT id,lastname FROM Contacts -- all\nWHERE city='Rome'";
const NEAT: &str = "select id, lastname\nfrom Contacts -- all\nwhere city = 'Rome';\n";

#[test]
fn files_are_laid_out_in_place_and_then_stay() {
    let work = Workplace::new();
    work.write("q/a.vtql", UGLY);
    let ran = work.run(&["fmt", "q"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("1 of 1 text laid out anew"), "{}", ran.err);
    assert_eq!(work.read("q/a.vtql"), NEAT);
    assert!(work.run(&["fmt"]).err.contains("0 of 1"), "the second time changes nothing");
    assert_eq!(std::fs::read_dir(work.path().join("q")).unwrap().count(), 1, "nothing else is left there");
}

#[test]
fn optional_conditions_keep_their_marks() {
    let text = "select id from Leads where? city={a} and (? email = {b} or? phone={c}) AND? rating in {d}";
    let neat = "select id\nfrom Leads\nwhere? city = {a}\n  and (? email = {b} or? phone = {c})\n  and? rating in {d};\n";
    assert_eq!(Workplace::new().run_with(&["fmt", "-"], text).out, neat);
    assert_eq!(Workplace::new().run_with(&["fmt", "-"], neat).out, neat);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let ran = Workplace::new().run_with(&["fmt", "-"], UGLY);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), NEAT, ""));
}

#[test]
fn check_shows_the_difference_and_changes_nothing() {
    let work = Workplace::new();
    let ran = work.write("a.vtql", UGLY).write("b.vtql", NEAT).run(&["fmt", "--check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("--- a.vtql (now)"), "{}", ran.out);
    assert!(ran.out.contains("-SELECT id,lastname FROM Contacts -- all\n"), "{}", ran.out);
    assert!(ran.out.contains("+select id, lastname\n"), "{}", ran.out);
    assert!(!ran.out.contains("b.vtql"));
    assert_eq!(work.read("a.vtql"), UGLY);
}

#[test]
fn a_text_with_errors_is_left_alone_and_the_others_are_not() {
    let work = Workplace::new();
    let ran = work.write("bad.vtql", "select  id frm Leads").write("good.vtql", UGLY).run(&["fmt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("bad.vtql:1:12"), "{}", ran.err);
    assert!(ran.err.contains("error[SYNTAX]: 1 text has errors"), "{}", ran.err);
    assert_eq!(work.read("bad.vtql"), "select  id frm Leads");
    assert_eq!(work.read("good.vtql"), NEAT);
}

#[test]
fn the_layout_can_be_set_by_file_and_by_flag() {
    let work = Workplace::new();
    work.write("vtql.toml", "[fmt]\nkeywords = \"upper\"\n");
    let text = "select id from Leads";
    assert_eq!(work.run_with(&["fmt", "-"], text).out, "SELECT id\nFROM Leads;\n");
    assert_eq!(work.run_with(&["fmt", "-", "--keywords", "lower"], text).out, "select id\nfrom Leads;\n");
}

#[test]
fn line_ends_stay_what_they_are() {
    let work = Workplace::new();
    work.write("a.vtql", "select id\r\nfrom Leads where city = 'a\r\nb'\r\n").run(&["fmt"]);
    assert_eq!(work.read("a.vtql"), "select id\r\nfrom Leads\r\nwhere city = 'a\r\nb';\r\n");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_survive() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let work = Workplace::new();
    let file = work.write("real.vtql", UGLY).path().join("real.vtql");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&file, work.path().join("link.vtql")).unwrap();
    work.run(&["fmt", "link.vtql"]);
    assert_eq!(work.read("real.vtql"), NEAT);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(work.path().join("link.vtql")).unwrap().is_symlink());
}
