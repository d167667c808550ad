//! Diagnostics for people: file, line and column, the line itself with a caret, and what to do.

use std::collections::HashMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, FileId, Files, Location, Severity, floor_char};

/// How many of one code in one file are written out before the rest are only counted.
const SHOWN_OF_A_KIND: usize = 12;

/// Lines longer than this are not shown, only named.
const LONGEST_LINE: usize = 2_000;

/// The diagnostics as text, each followed by an empty line. Of one code in one file only the
/// first few are written out; the rest are counted.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], files: &Files, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .decor_style(DecorStyle::Ascii);
    let mut shown: HashMap<(&str, Option<FileId>), usize> = HashMap::new();
    let mut held_back: Vec<((&str, Option<FileId>), usize)> = Vec::new();
    let mut text = String::new();
    for diagnostic in diagnostics {
        let kind = (
            diagnostic.code,
            diagnostic.primary.as_ref().map(|place| place.file),
        );
        let count = shown.entry(kind).or_default();
        *count += 1;
        if *count <= SHOWN_OF_A_KIND {
            text.push_str(&render_one(diagnostic, files, &renderer));
            text.push_str("\n\n");
        } else if let Some((_, more)) = held_back.iter_mut().find(|(k, _)| *k == kind) {
            *more += 1;
        } else {
            held_back.push((kind, 1));
        }
    }
    for ((code, file), more) in held_back {
        let place = file
            .and_then(|id| files.get(id))
            .map_or_else(String::new, |file| format!(" in {}", file.path));
        let title = format!("{more} more of {code}{place} not shown");
        text.push_str(&renderer.render(&[Group::with_title(Level::NOTE.primary_title(title))]));
        text.push_str("\n\n");
    }
    text
}

fn render_one(diagnostic: &Diagnostic, files: &Files, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(normalize_untrusted_str(&diagnostic.message))
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(primary) = &diagnostic.primary {
        group = add_place(
            group,
            files,
            primary,
            &diagnostic.label,
            AnnotationKind::Primary,
        );
    }
    for (location, label) in &diagnostic.secondary {
        group = add_place(group, files, location, label, AnnotationKind::Context);
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(note)));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    renderer.render(&[group])
}

/// Adds the line that a location begins on, with a caret under it, or only its name where the
/// line is too long to be read.
fn add_place<'a>(
    group: Group<'a>,
    files: &'a Files,
    location: &Location,
    label: &'a str,
    kind: AnnotationKind,
) -> Group<'a> {
    let Some(file) = files.get(location.file) else {
        return group;
    };
    let text: &str = &file.text;
    let path = normalize_untrusted_str(&file.path);
    let start = floor_char(text, location.span.start);
    let line_start = text
        .get(..start)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |i| i + 1);
    let line_end = text
        .get(start..)
        .and_then(|after| after.find('\n'))
        .map_or(text.len(), |i| start + i);
    let (line_number, column) = super::line_column(text, start);
    let line = text.get(line_start..line_end).unwrap_or_default();
    if line.len() > LONGEST_LINE || line.contains('\0') {
        let origin = Origin::path(path).line(line_number).char_column(column);
        let group = group.element(origin);
        return if label.is_empty() {
            group
        } else {
            group.element(Level::NOTE.message(normalize_untrusted_str(label)))
        };
    }
    let line = line.strip_suffix('\r').unwrap_or(line);
    let from = (start - line_start).min(line.len());
    let end = floor_char(text, location.span.end).min(line_end);
    let to = end.saturating_sub(line_start).clamp(from, line.len());
    let annotation: Annotation<'a> = kind.span(from..to);
    let annotation = if label.is_empty() {
        annotation
    } else {
        annotation.label(normalize_untrusted_str(label))
    };
    group.element(
        Snippet::source(line)
            .path(path)
            .line_start(line_number)
            .annotation(annotation),
    )
}
