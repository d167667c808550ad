//! Just enough reading of Rust to see what a file uses: comments, texts and characters are taken
//! out, test modules can be.

use std::collections::BTreeSet;

/// A source file with its comments, texts and characters taken out.
pub struct Source {
    /// Its path below `src`.
    pub path: String,
    /// How many lines it has.
    pub lines: usize,
    /// Whether it is a module that only exists in tests.
    pub is_test_only: bool,
    code: String,
}

/// What becomes of test modules.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    Kept,
    Left,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            lines: text.lines().count(),
            is_test_only: false,
            code: strip(text),
        }
    }

    /// The top-level module that it belongs to.
    pub fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// How many `super`s lead from it to the crate's root.
    fn depth(&self) -> usize {
        match self.path.as_str() {
            "lib.rs" | "main.rs" => 0,
            path => path.split('/').count(),
        }
    }

    /// The top-level modules that it uses (its own left out); `*` for all of them.
    pub fn uses(&self, tests: Tests) -> BTreeSet<String> {
        if tests == Tests::Left && self.is_test_only {
            return BTreeSet::new();
        }
        let left = without_test_modules(&self.code);
        let tokens = tokens(if tests == Tests::Left {
            &left
        } else {
            &self.code
        });
        let mut used = BTreeSet::new();
        for start in 0..tokens.len() {
            if let Some(rest) = from_root(&tokens, start, self.depth()) {
                add_roots(rest, &mut used);
            }
        }
        used.remove(self.module());
        used.remove("self");
        used
    }

    /// Whether it names a crate at the beginning of a path or in a `use`.
    pub fn names_crate(&self, name: &str) -> bool {
        let tokens = tokens(&self.code);
        let mut in_use = false;
        for (position, token) in tokens.iter().enumerate() {
            match *token {
                "use" | "extern" => in_use = true,
                ";" => in_use = false,
                _ => {}
            }
            let before = position.checked_sub(1).and_then(|p| tokens.get(p)).copied();
            let after = tokens.get(position + 1).copied();
            let begins_path = before != Some("::") || after == Some("::");
            if *token == name && begins_path && (in_use || after == Some("::")) {
                return true;
            }
        }
        false
    }

    /// The ways in which it prints.
    pub fn ways_of_printing(&self) -> BTreeSet<&str> {
        let tokens = tokens(&self.code);
        let macros = ["print", "println", "eprint", "eprintln", "dbg"];
        let mut ways = BTreeSet::new();
        for (position, token) in tokens.iter().enumerate() {
            let is_macro = tokens.get(position + 1) == Some(&"!") && macros.contains(token);
            if is_macro || ["stdout", "stderr"].contains(token) {
                ways.insert(*token);
            }
        }
        ways
    }

    /// Whether a word stands in its code.
    pub fn has_word(&self, word: &str) -> bool {
        tokens(&self.code).contains(&word)
    }

    /// Modules in files of their own that it only has in tests.
    fn test_modules(&self) -> Vec<String> {
        let tokens = tokens(&self.code);
        let attribute = ["#", "[", "cfg", "(", "test", ")", "]"];
        let mut found = Vec::new();
        for start in 0..tokens.len() {
            let rest = tokens.get(start..).unwrap_or_default();
            let Some(rest) = rest.strip_prefix(attribute.as_slice()) else {
                continue;
            };
            let Some(at) = rest.iter().take(6).position(|token| *token == "mod") else {
                continue;
            };
            if let (Some(name), Some(&";")) = (rest.get(at + 1), rest.get(at + 2)) {
                found.push((*name).to_owned());
            }
        }
        found
    }
}

/// The files that only exist in tests: those of `#[cfg(test)] mod x;` and those below them.
pub fn test_only_files(sources: &[Source]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        let folder = match source.path.as_str() {
            "lib.rs" | "main.rs" => String::new(),
            path => format!("{}/", path.trim_end_matches(".rs")),
        };
        for module in source.test_modules() {
            let file = format!("{folder}{module}.rs");
            let below = format!("{folder}{module}/");
            found.extend(
                sources
                    .iter()
                    .map(|source| &source.path)
                    .filter(|path| **path == file || path.starts_with(&below))
                    .cloned(),
            );
        }
    }
    found
}

/// What follows `crate::` or enough `super::`s, where a path from the root begins at `start`.
fn from_root<'a, 'b>(tokens: &'b [&'a str], start: usize, depth: usize) -> Option<&'b [&'a str]> {
    let rest = tokens.get(start..)?;
    if let ["crate", "::", rest @ ..] = rest {
        return Some(rest);
    }
    let begins = start == 0 || tokens.get(start - 1) != Some(&"::");
    let mut rest = rest;
    let mut supers = 0;
    while let ["super", "::", after @ ..] = rest {
        rest = after;
        supers += 1;
    }
    (begins && supers > 0 && supers == depth).then_some(rest)
}

/// The first names of a path or of a braced list of paths.
fn add_roots(rest: &[&str], used: &mut BTreeSet<String>) {
    match rest.first() {
        Some(&"{") => {
            let mut depth = 0;
            let mut begins = false;
            for token in rest {
                match *token {
                    "{" => {
                        depth += 1;
                        begins = depth == 1;
                    }
                    "}" => {
                        depth -= 1;
                        if depth == 0 {
                            return;
                        }
                    }
                    "," => begins = depth == 1,
                    name => {
                        if begins {
                            used.insert(name.to_owned());
                        }
                        begins = false;
                    }
                }
            }
        }
        Some(name) => {
            used.insert((*name).to_owned());
        }
        None => {}
    }
}

/// Words and signs; `::` is one sign.
fn tokens(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        found.push(token);
        rest = after.trim_start();
    }
    found
}

/// The code without `#[cfg(test)] mod … { … }`.
fn without_test_modules(code: &str) -> String {
    const ATTRIBUTE: &str = "#[cfg(test)]";
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(ATTRIBUTE) {
        let (before, after) = rest.split_at(at);
        kept.push_str(before);
        let after = after.get(ATTRIBUTE.len()..).unwrap_or_default();
        // The item ends with its block, or with a semicolon before any block begins.
        let (brace, semicolon) = (after.find('{'), after.find(';'));
        let end = match (brace, semicolon) {
            (Some(brace), semicolon) if semicolon.is_none_or(|s| brace < s) => {
                block_end(after, brace)
            }
            (_, Some(semicolon)) => semicolon + 1,
            _ => after.len(),
        };
        rest = after.get(end..).unwrap_or_default();
    }
    kept + rest
}

fn block_end(text: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < open) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// The text without comments, texts and characters; each leaves a blank.
fn strip(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |position: usize| chars.get(position).copied().unwrap_or('\0');
    let mut code = String::new();
    let mut i = 0;
    while i < chars.len() {
        let before = code.chars().last().unwrap_or(' ');
        let in_word = before.is_alphanumeric() || before == '_';
        match at(i) {
            '/' if at(i + 1) == '/' => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 0;
                loop {
                    if at(i) == '/' && at(i + 1) == '*' {
                        depth += 1;
                        i += 2;
                    } else if at(i) == '*' && at(i + 1) == '/' {
                        depth -= 1;
                        i += 2;
                    } else {
                        i += 1;
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
                code.push(' ');
            }
            'r' if !in_word && raw_hashes(&chars, i + 1).is_some() => {
                let hashes = raw_hashes(&chars, i + 1).unwrap_or_default();
                i += hashes + 2;
                while i < chars.len() && !(at(i) == '"' && (1..=hashes).all(|n| at(i + n) == '#')) {
                    i += 1;
                }
                i += hashes + 1;
                code.push(' ');
            }
            '"' => {
                i += 1;
                while i < chars.len() && at(i) != '"' {
                    i += if at(i) == '\\' { 2 } else { 1 };
                }
                i += 1;
                code.push(' ');
            }
            // A character, not a lifetime.
            '\'' if at(i + 1) == '\\' || at(i + 2) == '\'' => {
                i += if at(i + 1) == '\\' { 3 } else { 2 };
                while i < chars.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
                code.push(' ');
            }
            c => {
                code.push(c);
                i += 1;
            }
        }
    }
    code
}

/// How many hashes a raw text has, where one begins: `"`, `#"`, `##"` ….
fn raw_hashes(chars: &[char], from: usize) -> Option<usize> {
    let hashes = chars.get(from..)?.iter().take_while(|c| **c == '#').count();
    (chars.get(from + hashes) == Some(&'"')).then_some(hashes)
}
