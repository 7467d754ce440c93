//! What goes in: a line of Rust. What comes out: where it may break, and which of
//! its parts are broken together. Brackets make parts, and so do chains of calls.

use super::{Break, Kind, Mark, STEP};

/// Where a line may break, in its order.
pub fn marks(line: &str) -> Vec<Mark> {
    Reader::new(line).marks()
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    /// Whether its bracket is a part with breaks.
    part: bool,
    /// Whether that part is filled.
    fill: bool,
    /// What stands behind the last item if it is broken.
    comma: &'static str,
    /// Where in the marks the expression began that is being read.
    start: usize,
    /// Its place in the line.
    place: usize,
    /// Where in the marks its head ends: before its first arguments.
    head: Option<usize>,
    /// The place in the line of the head's end.
    head_place: usize,
    /// Whether it is a chain of calls.
    chain: bool,
}

/// Reads a line.
struct Reader<'a> {
    line: &'a str,
    bytes: &'a [u8],
    marks: Vec<Mark>,
    levels: Vec<Level>,
    /// Whether the line is an attribute: those have no trailing comma.
    attribute: bool,
    /// Whether it begins a function.
    function: bool,
    /// Whether it is an arm: its body is a part of its own.
    arm: bool,
}

impl<'a> Reader<'a> {
    fn new(line: &'a str) -> Self {
        Self {
            line,
            bytes: line.as_bytes(),
            marks: Vec::new(),
            levels: vec![Level::default()],
            attribute: line.starts_with('#'),
            function: ["fn ", "pub fn ", "const fn "]
                .iter()
                .any(|words| line.starts_with(words)),
            arm: false,
        }
    }

    fn marks(mut self) -> Vec<Mark> {
        let heading = self.line.starts_with("impl ");
        if heading {
            self.mark(0, Kind::Fill);
        }
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at) {
            let rest = self.line.get(at..).unwrap_or_default();
            match byte {
                b'"' => {
                    at = self.string(at);
                    continue;
                }
                b'(' | b'[' | b'<' => self.open(at),
                b')' | b']' => self.close(at),
                b'>' if !self.before(at, b"-=") => self.close(at),
                b'{' if self.line.starts_with("use ") => self.open(at),
                b'}' if self.levels.len() > 1 => self.close(at),
                b',' => {
                    self.end_chain(at);
                    if self.part() && rest.starts_with(", ") {
                        let space = Break {
                            space: true,
                            ..Break::default()
                        };
                        self.mark(at + 1, Kind::Break(space));
                    }
                }
                b'.' if !self.before(at, b".") && !rest.starts_with("..") => self.dot(at),
                b'=' if self.before(at, b" ")
                    && rest.starts_with("= ")
                    && self.levels.len() == 1 =>
                {
                    self.barrier(at + 2);
                }
                b'=' if rest.starts_with("=> ") && self.levels.len() == 1 => self.body(at + 3),
                b' ' if heading && rest.starts_with(" for ") && self.levels.len() == 1 => {
                    let space = Break {
                        space: true,
                        ..Break::default()
                    };
                    self.mark(at, Kind::Break(space));
                }
                b' ' if heading && rest == " {" => self.mark(at, Kind::Close),
                b' ' => self.end_chain(at),
                b';' => self.end_chain(at),
                _ => {}
            }
            if matches!(byte, b' ' | b'&' | b'*' | b'(' | b'[' | b'<') && !self.in_chain() {
                self.start(at + 1);
            }
            at += 1;
        }
        self.end_chain(self.line.len());
        if self.arm {
            self.end_body();
        }
        self.marks
    }

    fn mark(&mut self, at: usize, kind: Kind) {
        self.marks.push(Mark { at, kind, size: 0 });
    }

    /// What stands before does not have to fit together with what follows.
    fn barrier(&mut self, at: usize) {
        let never = Break {
            never: true,
            ..Break::default()
        };
        self.mark(at, Kind::Break(never));
    }

    fn before(&self, at: usize, any: &[u8]) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        before.is_some_and(|byte| any.contains(byte))
    }

    /// The place behind a literal.
    fn string(&self, from: usize) -> usize {
        let mut at = from + 1;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 2,
                b'"' => return at + 1,
                _ => at += 1,
            }
        }
        at
    }

    /// Whether a list has numbers only, none of them negative.
    fn numbers(&self, from: usize) -> bool {
        let items = self
            .bytes
            .iter()
            .skip(from)
            .take_while(|byte| **byte != b']');
        let mut items = items.peekable();
        items.peek().is_some() && items.all(|byte| byte.is_ascii_digit() || b", ".contains(byte))
    }

    fn part(&self) -> bool {
        self.levels.last().is_some_and(|level| level.part)
    }

    fn in_chain(&self) -> bool {
        self.levels.last().is_some_and(|level| level.chain)
    }

    /// An expression may begin here.
    fn start(&mut self, at: usize) {
        let marks = self.marks.len();
        if let Some(level) = self.levels.last_mut() {
            (level.start, level.place, level.head) = (marks, at, None);
        }
    }

    /// An opening bracket: what stands in it is a part, unless that is one itself.
    fn open(&mut self, at: usize) {
        let bracket = self.bytes.get(at).copied().unwrap_or_default();
        let next = self.bytes.get(at + 1).copied().unwrap_or_default();
        let marks = self.marks.len();
        if let Some(level) = self.levels.last_mut()
            && level.head.is_none()
            && bracket == b'('
        {
            (level.head, level.head_place) = (Some(marks), at);
        }
        let empty = matches!(next, b')' | b']' | b'>');
        let itself = bracket == b'(' && matches!(next, b'[' | b'|');
        let whole = at == 1 && self.attribute;
        let fill = bracket == b'{' || bracket == b'[' && self.numbers(at + 1);
        let level = Level {
            part: !(empty || itself || whole),
            fill,
            comma: if self.attribute || self.before(at, b"!") {
                ""
            } else {
                ","
            },
            ..Level::default()
        };
        if self.levels.len() == 1 && bracket == b'(' && self.function {
            self.barrier(at + 1);
        }
        self.levels.push(level);
        if level.part {
            self.mark(at + 1, Kind::Open(STEP.cast_signed()));
            self.mark(at + 1, Kind::Break(Break::default()));
            if fill {
                self.mark(at + 1, Kind::Fill);
            }
        }
    }

    fn close(&mut self, at: usize) {
        self.end_chain(at);
        let Some(level) = self.levels.pop() else {
            return;
        };
        if level.part {
            if level.fill {
                self.mark(at, Kind::Close);
            }
            let end = Break {
                left: true,
                before: level.comma,
                ..Break::default()
            };
            self.mark(at, Kind::Break(end));
            self.mark(at, Kind::Close);
        }
    }

    /// A call in a chain: the chain is a part and may break before each dot. A
    /// short name that begins a statement keeps its dot.
    fn dot(&mut self, at: usize) {
        let marks = self.marks.len();
        let statement = self.levels.len() == 1 && !self.line.contains(" = ");
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        let head = self.line.get(level.place..at).unwrap_or_default();
        let short = head == "self" && statement && level.place == 0;
        if !level.chain {
            level.chain = true;
            let (start, place) = (level.start, level.place);
            let (end, end_place) = (level.head.unwrap_or(marks), level.head_place);
            let end_place = if end == marks { at } else { end_place };
            let step = STEP.cast_signed();
            let mark = |at, kind| Mark { at, kind, size: 0 };
            self.marks.insert(end, mark(end_place, Kind::Close));
            let opening = [
                mark(place, Kind::Open(step)),
                mark(place, Kind::Open(-step)),
            ];
            self.marks.splice(start..start, opening);
        }
        if !short {
            self.mark(at, Kind::Break(Break::default()));
        }
    }

    fn end_chain(&mut self, at: usize) {
        if let Some(level) = self.levels.last_mut()
            && std::mem::take(&mut level.chain)
        {
            self.mark(at, Kind::Close);
        }
    }

    /// The body of an arm: braced if it stands on a line of its own.
    fn body(&mut self, at: usize) {
        self.arm = true;
        self.barrier(at);
        self.mark(at, Kind::Open(STEP.cast_signed()));
        let brace = Break {
            before: "{",
            ..Break::default()
        };
        self.mark(at, Kind::Break(brace));
        self.start(at);
    }

    fn end_body(&mut self) {
        let brace = Break {
            left: true,
            after: "}",
            unbroken: ",",
            ..Break::default()
        };
        self.mark(self.line.len(), Kind::Break(brace));
        self.mark(self.line.len(), Kind::Close);
    }
}
