//! Rendered findings: positions, hidden characters, long lines and several spans.

use super::super::{Code, Diagnostic, Diagnostics, Sources, Span};

const CODE: Code = Code::new("E0107", "unknown-type");

/// What is rendered for a span of a document.
fn rendered(text: &str, marked: &str) -> String {
    let mut sources = Sources::default();
    let start = text.find(marked).unwrap();
    let id = sources.add("x", text);
    Diagnostic::error(CODE, "m", Span::new(id, start, marked.len())).render(&sources)
}

#[test]
fn a_finding_shows_position_line_caret_and_help() {
    let mut sources = Sources::default();
    let id = sources.add("beta.csdl", "<a>\n  <b Type=\"cal\"/>\n</a>\n");
    let found = Diagnostic::error(CODE, "unknown type `cal`", Span::new(id, 15, 3))
        .label(Span::new(id, 0, 3), "in here")
        .suggest(Some("call"));
    let text = "\
error[E0107 unknown-type]: unknown type `cal`
 --> beta.csdl:2:12
  |
2 |   <b Type=\"cal\"/>
  |            ^^^
  |
 ::: beta.csdl:1:1
  |
1 | <a>
  | --- in here
  |
  = help: did you mean `call`?
";
    assert_eq!(found.render(&sources), text);
}

#[test]
fn two_spans_of_a_line_are_marked_together() {
    let mut sources = Sources::default();
    let id = sources.add("x", "<b Name=\"a\" Name=\"b\"/>\n");
    let found = Diagnostic::error(CODE, "twice", Span::new(id, 12, 4))
        .label(Span::new(id, 3, 4), "the first one");
    let text = found.render(&sources);
    assert_eq!(text.matches("<b Name").count(), 1, "{text}");
    assert!(text.contains("  |    ----     ^^^^\n"), "{text}");
    assert!(text.contains("the first one"), "{text}");
}

#[test]
fn tabs_and_wide_characters_keep_the_caret_below_its_place() {
    let text = rendered("<a>\r\n\t<b Type=\"cal\"/>\r\n</a>", "cal");
    assert!(
        text.contains("\n2 |     <b Type=\"cal\"/>\n  |              ^^^\n"),
        "{text}"
    );
    let text = rendered("<日本 Type=\"cal\"/>", "cal");
    assert!(text.contains(" --> x:1:11\n"), "{text}");
    assert!(
        text.contains("\n1 | <日本 Type=\"cal\"/>\n  |             ^^^\n"),
        "{text}"
    );
}

#[test]
fn characters_that_a_terminal_acts_on_are_made_visible() {
    let odd = "\u{1b}[31m\u{0}\u{85}\u{9b}1m\u{202e}\u{2066}\u{200b}\u{feff}\u{2028}";
    let mut sources = Sources::default();
    let id = sources.add("x", format!("{odd}cal{odd}\n"));
    let span = Span::new(id, odd.len(), 3);
    let found = Diagnostic::error(CODE, odd, span)
        .label(span, odd)
        .help(odd);
    let text = found.render(&sources);
    for c in odd.chars().filter(|c| !c.is_ascii_graphic()) {
        assert!(!text.contains(c), "{c:?} in {text:?}");
    }
    assert!(text.contains("cal"), "{text}");
}

#[test]
fn spans_beyond_the_text_and_inside_characters_do_not_panic() {
    let mut sources = Sources::default();
    let id = sources.add("x", "ä\u{1b}ö");
    for start in 0..9 {
        for length in [0, 1, 2, 3, 99] {
            let found = Diagnostic::error(CODE, "\u{1b}[31m", Span::new(id, start, length))
                .label(Span::new(id, 1, length), "another");
            assert!(!found.render(&sources).contains('\u{1b}'));
        }
    }
    let elsewhere = Diagnostic::error(CODE, "m", Span::new(7, 0, 0)).render(&sources);
    assert!(elsewhere.contains("--> ?"), "{elsewhere}");
    let empty = sources.add("empty", "");
    let text = Diagnostic::error(CODE, "m", Span::new(empty, 0, 0)).render(&sources);
    assert!(text.contains("--> empty:1:1"), "{text}");
}

#[test]
fn of_a_long_line_the_part_around_the_span_is_shown() {
    let mut sources = Sources::default();
    let line = format!("{}Xyz{}", "ä".repeat(100_000), "b".repeat(100_000));
    let id = sources.add("x", format!("first\n{line}\nlast"));
    let found = Diagnostic::error(CODE, "m".repeat(5000), Span::new(id, 200_006, 3));
    let text = found.render(&sources);
    assert!(text.contains("--> x:2:100001\n"), "{text}");
    let shown = format!("2 | {}Xyz{}\n", "ä".repeat(40), "b".repeat(77));
    assert!(text.contains(&shown), "{text}");
    assert!(
        text.contains(&format!("  | {}^^^\n", " ".repeat(40))),
        "{text}"
    );
    assert!(text.contains("mmm…\n") && text.len() < 2000, "{text}");
}

#[test]
fn errors_are_shown_first_and_the_others_counted() {
    let mut sources = Sources::default();
    let id = sources.add("x", "text");
    let at = |n: usize| Span::new(id, n % 4, 1);
    let mut all: Diagnostics = (0..3000)
        .map(|n| Diagnostic::note(CODE, "n", at(n)))
        .collect();
    all.push(Diagnostic::error(CODE, "the error", at(0)));
    let text = all.render(&sources);
    assert!(text.contains("the error"), "{text}");
    assert!(
        text.ends_with("\n2001 more findings are not shown\n"),
        "{text}"
    );
    assert_eq!(text.matches("note[").count(), 999);
}

#[test]
fn findings_sort_by_position() {
    let at = |start| Diagnostic::error(CODE, "m", Span::new(0, start, 1));
    let mut all: Diagnostics = [at(9), at(1), at(5)].into_iter().collect();
    all.sort();
    let starts: Vec<_> = all.iter().filter_map(|d| d.span).map(|s| s.start).collect();
    assert_eq!(starts, [1, 5, 9]);
}
