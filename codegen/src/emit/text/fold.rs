//! What goes in: a line of Rust that is too long, as the templates write it: no
//! comments, no comparisons. What comes out: the line broken at its brackets, the
//! outermost first, as little as makes the parts fit.
//!
//! `read` says where the line may break, `measure` how far each part reaches,
//! `fold` prints. The rules are those of Oppen's printer, as prettyplease has them.

mod read;

use super::{STEP, WIDTH};

/// The narrowest that a line gets, however deep it stands.
const NARROWEST: isize = 60;

/// A place in a line.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    kind: Kind,
    /// How far the line reaches from here to where it may break next.
    size: isize,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A part begins that is broken everywhere or nowhere; breaks in it are
    /// indented by so much more.
    Open(isize),
    /// A part begins whose breaks are taken one at a time, as room runs out.
    Fill,
    Close,
    Break(Break),
}

/// Where a line may break.
#[derive(Clone, Copy, Debug, Default)]
struct Break {
    /// Whether a space stands there otherwise.
    space: bool,
    /// Whether what follows stands a step to the left.
    left: bool,
    /// What is written before, and what after, if it does break.
    before: &'static str,
    after: &'static str,
    /// What is written if it does not.
    unbroken: &'static str,
    /// Whether it never does: it only parts what fits from what does not.
    never: bool,
}

/// Appends a line that may be broken, indented by `indent` columns.
pub fn fold(line: &str, indent: usize, out: &mut String) {
    let mut marks = read::marks(line);
    measure(&mut marks, line.len());
    let step = STEP.cast_signed();
    // Whether a part is broken, whether as a whole, and its indentation outside.
    let mut parts: Vec<(bool, bool, isize)> = Vec::new();
    let mut left = indent.cast_signed();
    let mut room = width(left);
    spaces(left, out);
    let mut from = 0;
    let mut pending = false;
    for mark in marks {
        let text = line.get(from..mark.at).unwrap_or_default();
        write(text, &mut pending, &mut room, out);
        from = mark.at;
        match mark.kind {
            Kind::Open(offset) => {
                let broken = mark.size > room;
                parts.push((broken, true, left));
                left += if broken { offset } else { 0 };
            }
            Kind::Fill => parts.push((mark.size > room, false, left)),
            Kind::Close => left = parts.pop().map_or(left, |(_, _, outside)| outside),
            Kind::Break(found) => {
                from += usize::from(found.space);
                let breaks = match parts.last() {
                    Some((broken, true, _)) => *broken,
                    Some((false, false, _)) => false,
                    Some((true, false, _)) | None => mark.size > room,
                };
                if found.never || !breaks {
                    out.push_str(found.unbroken);
                    pending = found.space;
                    room -= isize::from(found.space);
                    continue;
                }
                out.push_str(found.before);
                out.push('\n');
                let column = left - if found.left { step } else { 0 };
                spaces(column, out);
                out.push_str(found.after);
                room = width(column) - found.after.len().cast_signed();
                pending = false;
            }
        }
    }
    let text = line.get(from..).unwrap_or_default();
    write(text, &mut pending, &mut room, out);
}

/// Appends text, behind a space that came before it.
fn write(text: &str, space: &mut bool, room: &mut isize, out: &mut String) {
    if !text.is_empty() {
        if std::mem::take(space) {
            out.push(' ');
        }
        out.push_str(text);
        *room -= text.len().cast_signed();
    }
}

fn width(indent: isize) -> isize {
    (WIDTH.cast_signed() - indent).max(NARROWEST)
}

fn spaces(count: isize, out: &mut String) {
    for _ in 0..count {
        out.push(' ');
    }
}

/// Says of each part and break how far the line reaches if nothing breaks before
/// the next one that is no deeper: what stands behind a part belongs to it.
fn measure(marks: &mut [Mark], end: usize) {
    let mut waiting: Vec<usize> = Vec::new();
    for index in 0..marks.len() {
        let Some(mark) = marks.get(index).copied() else {
            break;
        };
        if matches!(mark.kind, Kind::Break(_)) {
            settle(marks, &mut waiting, mark.at);
        }
        waiting.push(index);
    }
    settle(marks, &mut waiting, end);
}

fn settle(marks: &mut [Mark], waiting: &mut Vec<usize>, at: usize) {
    let mut depth = 0_usize;
    while let Some(mark) = waiting.last().and_then(|index| marks.get_mut(*index)) {
        match mark.kind {
            Kind::Open(_) | Kind::Fill if depth == 0 => return,
            Kind::Open(_) | Kind::Fill => {
                mark.size = (at - mark.at).cast_signed();
                depth -= 1;
            }
            Kind::Close => depth += 1,
            Kind::Break(_) => mark.size = (at - mark.at).cast_signed(),
        }
        let last = matches!(mark.kind, Kind::Break(_)) && depth == 0;
        waiting.pop();
        if last {
            return;
        }
    }
}
