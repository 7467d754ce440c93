//! Query options (OData URL Conventions, section 5).

use crate::url::encode_into;

/// The query options of a request, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Names and values, not encoded.
    options: Vec<(String, String)>,
}

impl Query {
    /// Sets an option, such as `$top`; one that is set already gets the new value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.options.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.options.push((name.to_owned(), value)),
        }
    }

    /// The value of an option.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.options.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether no option is set.
    pub fn is_empty(&self) -> bool {
        self.options.is_empty()
    }

    /// Appends the options to a path, which may have a query already.
    pub(crate) fn append_to(&self, path: &mut String) {
        for (name, value) in &self.options {
            path.push(if path.contains('?') { '&' } else { '?' });
            match name.strip_prefix('$') {
                Some(name) => {
                    path.push('$');
                    encode_into(path, name);
                }
                None => encode_into(path, name),
            }
            path.push('=');
            encode_into(path, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_a_value() {
        let mut query = Query::default();
        query.set("$top", "5");
        query.set("$filter", "a eq 'x&$top=9#'");
        query.set("$top", "7");
        let mut path = "/f(p=@p)?@p=1".to_owned();
        query.append_to(&mut path);
        assert_eq!(
            path,
            "/f(p=@p)?@p=1&$top=7&$filter=a%20eq%20%27x%26%24top%3D9%23%27"
        );
    }
}
