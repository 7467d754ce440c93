//! A writer of indented XML.

use std::fmt::Write as _;

/// Writes elements one by one.
#[derive(Debug, Default)]
pub(super) struct Xml {
    text: String,
    /// Whether the start tag of each open element is closed already.
    open: Vec<(&'static str, bool)>,
}

impl Xml {
    /// Opens an element; attributes follow.
    pub fn open(&mut self, name: &'static str) -> &mut Self {
        self.end_tag();
        self.indent();
        let _ = write!(self.text, "<{name}");
        self.open.push((name, false));
        self
    }

    /// Writes an attribute of the element just opened.
    pub fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        let _ = write!(self.text, " {name}=\"");
        escape(&mut self.text, value);
        self.text.push('"');
        self
    }

    /// Writes an attribute if there is a value.
    pub fn optional(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.attribute(name, value);
        }
        self
    }

    /// Writes an attribute that is false unless it says otherwise.
    pub fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        if value {
            self.attribute(name, "true");
        }
        self
    }

    /// Writes an attribute whose absence and whose `false` are different.
    pub fn boolean(&mut self, name: &str, value: Option<bool>) -> &mut Self {
        self.optional(
            name,
            value.map(|value| if value { "true" } else { "false" }),
        )
    }

    /// Closes the innermost element.
    pub fn close(&mut self) {
        let Some((name, has_children)) = self.open.pop() else {
            return;
        };
        if has_children {
            self.indent();
            let _ = writeln!(self.text, "</{name}>");
        } else {
            self.text.push_str("/>\n");
        }
    }

    /// Writes an element that holds nothing but text.
    pub fn text(&mut self, name: &'static str, value: &str) {
        self.end_tag();
        self.indent();
        let _ = write!(self.text, "<{name}>");
        escape(&mut self.text, value);
        let _ = writeln!(self.text, "</{name}>");
    }

    /// The whole text.
    pub fn finish(self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", self.text)
    }

    fn end_tag(&mut self) {
        if let Some((_, has_children)) = self.open.last_mut()
            && !*has_children
        {
            *has_children = true;
            self.text.push_str(">\n");
        }
    }

    fn indent(&mut self) {
        for _ in &self.open {
            self.text.push_str("  ");
        }
    }
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn elements_nest_and_text_is_escaped() {
        let mut xml = Xml::default();
        xml.open("a").attribute("b", "<\"&\n>").flag("c", false);
        xml.open("d").boolean("e", Some(false)).boolean("f", None);
        xml.close();
        xml.text("g", "x < y");
        xml.close();
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <a b=\"&lt;&quot;&amp;&#10;&gt;\">\n  <d e=\"false\"/>\n  <g>x &lt; y</g>\n</a>\n"
        );
    }
}
