//! The JSON Pointer (RFC 6901) of the current value.

/// The maximum number of characters in a segment, so that a huge key is not repeated in every finding.
const LONGEST_SEGMENT: usize = 100;

/// The approximate maximum length of a path in bytes; further segments become a single `/…`.
const LONGEST_PATH: usize = 1000;

/// A path that grows and shrinks while objects and arrays are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path(String);

/// The length of a path before a segment was added.
#[derive(Clone, Copy)]
pub(crate) struct Mark(usize);

impl Path {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Adds a name, escaped, and truncated if too long.
    pub fn enter(&mut self, segment: &str) -> Mark {
        let mark = Mark(self.0.len());
        if mark.0 > LONGEST_PATH {
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
        for (count, char) in segment.chars().enumerate() {
            match char {
                _ if count == LONGEST_SEGMENT => {
                    self.0.push('…');
                    break;
                }
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                char => self.0.push(char),
            }
        }
        mark
    }

    /// Adds an index. The standard formatter is several times slower, and there may be an index for every two bytes.
    pub fn enter_index(&mut self, mut index: usize) -> Mark {
        if self.0.len() > LONGEST_PATH {
            return self.enter("");
        }
        let mark = Mark(self.0.len());
        let mut digits = [0; usize::MAX.ilog10() as usize + 1];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + u8::try_from(index % 10).unwrap_or_default();
            index /= 10;
            if index == 0 {
                break;
            }
        }
        self.0.push('/');
        self.0.push_str(std::str::from_utf8(&digits[first..]).unwrap_or_default());
        mark
    }

    /// Moves to a path that begins with this one.
    pub fn go_to(&mut self, path: &str) -> Mark {
        let mark = Mark(self.0.len());
        self.0.clear();
        self.0.push_str(path);
        mark
    }

    /// Removes all segments added since the mark.
    pub fn leave(&mut self, mark: Mark) {
        self.0.truncate(mark.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_escaped_and_cut() {
        for (segment, path) in [
            ("a", "/a".to_owned()),
            ("", "/".to_owned()),
            ("a/b~c", "/a~1b~0c".to_owned()),
            (&"好".repeat(101), format!("/{}…", "好".repeat(100))),
        ] {
            let mut found = Path::default();
            found.enter(segment);
            assert_eq!(found.as_str(), path);
        }
    }

    #[test]
    fn indices_are_written_in_full() {
        for index in [0, 9, 10, 99, 100, 12_345, usize::MAX] {
            let mut path = Path::default();
            path.enter_index(index);
            assert_eq!(path.as_str(), format!("/{index}"));
        }
    }

    #[test]
    fn a_long_path_ends() {
        let mut path = Path::default();
        let mark = path.enter("a");
        for _ in 0..100 {
            path.enter(&"x".repeat(100));
            path.enter_index(1);
        }
        assert!(path.as_str().len() < LONGEST_PATH + 2 * LONGEST_SEGMENT);
        assert!(path.as_str().ends_with("/…"), "{}", path.as_str());
        path.leave(mark);
        assert_eq!(path.as_str(), "");
    }
}
