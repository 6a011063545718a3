//! The JSON Pointer (RFC 6901) of the current value.

use alloc::string::String;

use cbt179_fast::strings::push_digits;

/// The maximum number of characters in a segment, so that a huge key is not repeated in every finding.
const LONGEST_SEGMENT: usize = 100;

/// The approximate maximum length of a path in bytes; further segments become a single `/…`.
const LONGEST_PATH: usize = 1000;

/// A path that grows and shrinks while objects and arrays are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path(String);

impl Path {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Adds a name, escaped, and truncated if too long. Returns the previous length of the path, for [`Self::leave`].
    pub fn enter(&mut self, segment: &str) -> usize {
        let mark = self.0.len();
        if mark > LONGEST_PATH {
            if !self.0.ends_with("/…") {
                self.0.push_str("/…");
            }
            return mark;
        }
        self.0.push('/');
        if segment.len() <= LONGEST_SEGMENT && !segment.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            self.0.push_str(segment);
            return mark;
        }
        for char in segment.chars().take(LONGEST_SEGMENT) {
            match char {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                char => self.0.push(char),
            }
        }
        if segment.chars().nth(LONGEST_SEGMENT).is_some() {
            self.0.push('…');
        }
        mark
    }

    /// Adds a name if there is one.
    pub fn enter_if(&mut self, segment: Option<&str>) -> usize {
        segment.map_or(self.0.len(), |segment| self.enter(segment))
    }

    /// Adds an index. The standard formatter is several times slower, and there may be an index for every two bytes.
    pub fn enter_index(&mut self, index: usize) -> usize {
        let mark = self.enter("");
        if mark <= LONGEST_PATH {
            push_digits(index as u64, &mut self.0);
        }
        mark
    }

    /// Removes all segments added since the mark.
    pub fn leave(&mut self, mark: usize) {
        self.0.truncate(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_escaped_and_cut() {
        let long = "好".repeat(LONGEST_SEGMENT);
        let (too_long, cut) = (long.clone() + "好", format!("/{long}…"));
        for (segment, path) in [("a", "/a"), ("", "/"), ("a/b~c", "/a~1b~0c"), (&too_long, &cut)] {
            let mut found = Path::default();
            found.enter(segment);
            assert_eq!(found.as_str(), path);
        }
    }

    #[test]
    fn a_long_path_ends() {
        let mut path = Path::default();
        let mark = path.enter("a");
        path.enter_index(usize::MAX);
        assert_eq!(path.as_str(), format!("/a/{}", usize::MAX));
        for _ in 0..100 {
            path.enter(&"x".repeat(100));
            path.enter_index(0);
        }
        assert!(path.as_str().len() < LONGEST_PATH + 2 * LONGEST_SEGMENT);
        assert!(path.as_str().ends_with("/…"), "{}", path.as_str());
        path.leave(mark);
        assert_eq!(path.as_str(), "");
    }
}
