use super::*;
use crate::request::{Delete, Get, Request};
use proptest::prelude::*;

fn path(key: &str) -> Result<String, TargetError> {
    let target = Target::root("communications").segment("calls").key(key);
    target.path().map(str::to_owned)
}

#[test]
fn ids_stay_in_their_segment() {
    assert_eq!(path("57DAB8").unwrap(), "/communications/calls/57DAB8");
    assert_eq!(
        path("a*b:c@d=e_f ?#%é").unwrap(),
        "/communications/calls/a%2Ab%3Ac%40d%3De_f%20%3F%23%25%C3%A9"
    );
    for key in ["..", ".", "a/b", "a\\b", "a\0b", "a\nb"] {
        let after = "/communications/calls".to_owned();
        let refused = TargetError::UnsafeKey {
            after,
            key: key.to_owned(),
        };
        assert_eq!(path(key), Err(refused));
    }
    assert_eq!(
        path("").unwrap_err().to_string(),
        "the key after /communications/calls is empty"
    );
}

#[test]
fn ids_with_a_slash_have_a_quoted_form_that_the_refusal_names() {
    let error = path("a/b").unwrap_err().to_string();
    assert!(error.contains("`Key::quoted(\"a/b\")`"), "{error}");
    assert!(error.contains("`Key::named`"), "{error}");
    for (key, expected) in [
        ("a/b", "/calls('a%2Fb')"),
        ("..", "/calls('..')"),
        ("it's\n", "/calls('it%27%27s%0A')"),
    ] {
        let target = Target::root("calls").key(Key::quoted(key));
        assert_eq!(target.path(), Ok(expected));
        let below = target.segment("x");
        assert_eq!(below.template(), "/calls({id})/x");
    }
}

#[test]
fn keys_that_are_points_in_time_have_an_offset() {
    let local: crate::edm::DateTimeOffset = "2024-01-15T08:00:00".parse().unwrap();
    let target = Target::root("slots");
    assert_eq!(
        target.key(local).path(),
        Ok("/slots/2024-01-15T08%3A00%3A00Z")
    );
    assert_eq!(
        target.key(Key::named([("at", local)])).path(),
        Ok("/slots(at=2024-01-15T08%3A00%3A00Z)")
    );
}

#[test]
fn a_fault_stays_whatever_follows() {
    let target = Target::root("communications").segment("calls").key("..");
    assert!(target.segment("transfer").path().is_err());
    assert_eq!(
        Target::default().segment("a").path(),
        Err(TargetError::Missing)
    );
}

#[test]
fn targets_are_equal_if_their_addresses_are() {
    let calls = Target::root("calls");
    assert_eq!(calls, Target::at("/calls"));
    assert_ne!(calls, Target::root("users"));
    assert_ne!(calls, calls.key("1"));
    assert_ne!(calls.key("."), calls.key(".."));
    // Operations stand below the one and in the place of the other.
    assert_ne!(calls, Target::import("calls"));
}

#[test]
fn parameters_are_in_the_path_and_not_in_the_template() {
    let function = Target::root("calls").key("1").segment("find");
    let function = function.parameters(|path| path.push_str("(name='x')"));
    assert_eq!(function.path(), Ok("/calls/1/find(name='x')"));
    assert_eq!(function.template(), "/calls/{id}/find");
}

#[test]
fn an_import_is_the_whole_path() {
    let import = Target::import("resetAll");
    assert_eq!(import.operation("reset").path(), Ok("/resetAll"));
    let bound = Target::root("calls").operation("reset");
    assert_eq!(bound.path(), Ok("/calls/reset"));
    // Its result is a resource like any other.
    let below = import.segment("value").operation("reset");
    assert_eq!(below.path(), Ok("/resetAll/value/reset"));
}

#[test]
fn aliases_stand_behind_the_whole_path() {
    let function =
        |target: Target, text: &'static str| target.parameters(|path| path.push_str(text));
    let first = function(Target::root("f"), "(p=@p)?@p='a%2Fb'");
    let below = first.segment("delta").key("1");
    assert_eq!(below.path(), Ok("/f(p=@p)/delta/1?@p='a%2Fb'"));
    let second = function(first.segment("g"), "(q=@q)?@q=1");
    assert_eq!(second.path(), Ok("/f(p=@p)/g(q=@q)?@q=1&@p='a%2Fb'"));
}

#[test]
fn named_keys_are_literals() {
    let key = Key::named([("joinWebUrl", "https://x/?a='b'")]);
    assert_eq!(
        Target::root("c")
            .segment("onlineMeetings")
            .key(key)
            .path()
            .unwrap(),
        "/c/onlineMeetings(joinWebUrl='https%3A%2F%2Fx%2F%3Fa%3D%27%27b%27%27')"
    );
}

#[test]
fn names_follow_a_colon_and_end_with_one_if_something_follows() {
    let root = Target::root("drives").key("d").segment("root");
    let file = root.by_path("Docs 2024/50%: a#b?.txt");
    let expected = "/drives/d/root:/Docs%202024/50%25%3A%20a%23b%3F.txt";
    assert_eq!(file.path(), Ok(expected));
    let children = file.segment("children");
    assert_eq!(children.path().unwrap(), format!("{expected}:/children"));
    assert_eq!(children.template(), "/drives/{id}/root:/{path}:/children");
    assert_eq!(
        children.key("1").system("$value").path().unwrap(),
        format!("{expected}:/children/1/$value")
    );
    // What is below a path of names is reached by one path.
    let below = root.by_path("a/b").by_path("c");
    assert_eq!(below.path(), Ok("/drives/d/root:/a/b/c"));
    assert_eq!(
        below.system("$value").path(),
        Ok("/drives/d/root:/a/b/c:/$value")
    );
}

#[test]
fn names_do_not_leave_their_place() {
    let root = Target::root("root");
    for path in [
        "", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "a\\b", "a\nb", "a/\0",
    ] {
        let refused = TargetError::UnsafePath {
            after: "/root".to_owned(),
            path: path.to_owned(),
        };
        assert_eq!(root.by_path(path).path(), Err(refused.clone()));
        assert_eq!(root.by_path(path).segment("content").path(), Err(refused));
    }
}

#[test]
fn options_come_along_with_what_they_apply_to() {
    let time: crate::edm::DateTimeOffset = "2024-01-15T08:00:00+02:00".parse().unwrap();
    let view = Target::root("view").read_option("from", KeyValue::from(time));
    let event = view.option("api-version", KeyValue::from("1&2")).key("7");
    let get: Get<crate::RawJson> = Get::of(&event);
    assert_eq!(
        get.clone().select(["id"]).path().unwrap(),
        "/view/7?from=2024-01-15T08%3A00%3A00%2B02%3A00&api-version=1%262&$select=id"
    );
    let own = get.query_option("from", "now").path().unwrap();
    assert_eq!(own, "/view/7?api-version=1%262&from=now");
    let delete = Delete::of(&event).path().unwrap();
    assert_eq!(delete, "/view/7?api-version=1%262");
    let function: Get<crate::RawJson> = Request::new(
        Method::Get,
        view.parameters(|path| path.push_str("(a=@a)?@a=1")),
    );
    let function = function.path().unwrap();
    assert!(
        function.starts_with("/view(a=@a)?@a=1&from=2024"),
        "{function}"
    );
    assert_ne!(view, Target::root("view"));
    assert_eq!(view.template(), "/view");
}

proptest! {
    #[test]
    fn no_path_of_names_leaves_its_place(names in any::<String>(), odd in "[a/:%?#.\\\\&]{0,8}") {
        for names in [names, odd] {
            let file = Target::root("root").by_path(&names);
            let Ok(path) = file.path() else { continue };
            let rest = path.strip_prefix("/root:/").unwrap();
            let plain = |c: char| c.is_ascii_alphanumeric() || "-._~%/".contains(c);
            prop_assert!(rest.chars().all(plain), "{}", path);
            prop_assert_eq!(rest.split('/').count(), names.split('/').count());
            prop_assert!(rest.split('/').all(|name| !matches!(name, "" | "." | "..")), "{}", path);
            let whole = file.segment("content");
            prop_assert_eq!(whole.path().unwrap(), format!("{path}:/content"));
        }
    }
}
