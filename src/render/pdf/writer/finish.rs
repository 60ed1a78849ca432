//! What printpdf does not write, and what it writes that must not be there.

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, StringFormat, dictionary};

use super::metadata;
use super::structure::{self, Marks};
use crate::render::pdf::Options;
use crate::render::pdf::page::{Document, Entry};
use crate::text::sha256_hex;

/// The version of the format: the first with everything that is used.
const VERSION: &str = "1.7";

/// Completes the objects of a document. None if they are not what printpdf writes.
pub(super) fn finish(
    objects: &mut Objects,
    document: &Document,
    marks: &Marks,
    options: &Options,
) -> Option<()> {
    VERSION.clone_into(&mut objects.version);
    let pages: Vec<ObjectId> = objects.get_pages().into_values().collect();
    let structure = structure::add(objects, document, marks, &pages);
    let outline = add_outline(objects, document, &pages, options.paper.size().1);
    let metadata = options.keywords.as_deref();
    let metadata = metadata.map(|keywords| objects.add_object(metadata::stream(keywords)));
    let root = objects.trailer.get(b"Root").ok()?.as_reference().ok()?;
    let catalog = objects.get_dictionary_mut(root).ok()?;
    complete_catalog(catalog, options);
    if let Some(structure) = structure {
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("StructTreeRoot", Object::Reference(structure));
    }
    if let Some(metadata) = metadata {
        catalog.set("Metadata", Object::Reference(metadata));
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", Object::Reference(outline));
        catalog.set("PageMode", "UseOutlines");
    }
    replace_info(objects, options)?;
    let unnamed = Object::string_literal(UNNAMED);
    objects.trailer.set("ID", vec![unnamed.clone(), unnamed]);
    objects.compress();
    Some(())
}

fn complete_catalog(catalog: &mut Dictionary, options: &Options) {
    catalog.remove(b"PageLayout");
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    if let Some(language) = &options.language {
        catalog.set("Lang", text(language));
    }
}

/// The title, and nothing of who wrote it, where, when.
fn replace_info(objects: &mut Objects, options: &Options) -> Option<()> {
    let info = objects.trailer.get(b"Info").ok()?.as_reference().ok()?;
    let mut kept = dictionary! { "Producer" => text("Panelkit") };
    if !options.title.is_empty() {
        kept.set("Title", text(&options.title));
    }
    if let Some(keywords) = &options.keywords {
        kept.set("Keywords", text(keywords));
    }
    objects.set_object(info, kept);
    Some(())
}

/// What stands for the document's number until the document is known.
const UNNAMED: &str = "the number of this document here";

/// Numbers a finished file by its own bytes.
pub(super) fn identify(bytes: &mut [u8]) {
    let number = sha256_hex(bytes);
    let number = &number.as_bytes()[..UNNAMED.len()];
    // The trailer is at the end of the file, and long streams before it need not be searched.
    let mut end = bytes.len();
    for _ in 0..2 {
        let found = bytes[..end]
            .windows(UNNAMED.len())
            .rposition(|window| window == UNNAMED.as_bytes());
        let Some(at) = found else {
            return;
        };
        bytes[at..at + UNNAMED.len()].copy_from_slice(number);
        end = at;
    }
}

/// A text string: as it is where it is ASCII, else in UTF-16.
pub(super) fn text(text: &str) -> Object {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Object::string_literal(text);
    }
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    let bytes = [0xfe, 0xff].into_iter().chain(units).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// One entry of the outline with its place in the tree.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Branch {
    parent: Option<usize>,
    children: Vec<usize>,
}

/// Headings as a tree: each below the last one before it of a higher rank.
fn branches(entries: &[Entry]) -> (Vec<Branch>, Vec<usize>) {
    let mut branches = vec![Branch::default(); entries.len()];
    let mut tops = Vec::new();
    let mut path: Vec<usize> = Vec::new();
    for (idx, entry) in entries.iter().enumerate() {
        while path
            .last()
            .is_some_and(|last| entries[*last].level >= entry.level)
        {
            path.pop();
        }
        branches[idx].parent = path.last().copied();
        match path.last() {
            Some(parent) => branches[*parent].children.push(idx),
            None => tops.push(idx),
        }
        path.push(idx);
    }
    (branches, tops)
}

fn add_outline(
    objects: &mut Objects,
    document: &Document,
    pages: &[ObjectId],
    height: f32,
) -> Option<ObjectId> {
    let entries = &document.outline;
    let (branches, tops) = branches(entries);
    let (first, last) = (*tops.first()?, *tops.last()?);
    let root = objects.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| objects.new_object_id()).collect();
    let to = |idx: usize| Object::Reference(ids[idx]);
    for (idx, (entry, branch)) in entries.iter().zip(&branches).enumerate() {
        let mut item = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => branch.parent.map_or(Object::Reference(root), to),
            "Dest" => vec![
                Object::Reference(pages[entry.page]),
                "XYZ".into(),
                Object::Null,
                Object::Real((height - entry.y).round()),
                Object::Null,
            ],
        };
        let siblings = branch
            .parent
            .map_or(&tops, |parent| &branches[parent].children);
        let place = siblings.binary_search(&idx).ok()?;
        if place > 0 {
            item.set("Prev", to(siblings[place - 1]));
        }
        if let Some(next) = siblings.get(place + 1) {
            item.set("Next", to(*next));
        }
        if let (Some(first), Some(last)) = (branch.children.first(), branch.children.last()) {
            item.set("First", to(*first));
            item.set("Last", to(*last));
            // Below the first level it is shown folded, which a number below zero says.
            let n = i64::try_from(branch.children.len()).unwrap_or(0);
            item.set("Count", if branch.parent.is_none() { n } else { -n });
        }
        objects.set_object(ids[idx], item);
    }
    let n_shown: usize = tops
        .iter()
        .map(|top| 1 + branches[*top].children.len())
        .sum();
    let outline = dictionary! {
        "Type" => "Outlines",
        "First" => to(first),
        "Last" => to(last),
        "Count" => i64::try_from(n_shown).unwrap_or(0),
    };
    objects.set_object(root, outline);
    Some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(levels: &[u8]) -> Vec<Entry> {
        let entry = |level: &u8| Entry {
            level: *level,
            title: String::new(),
            page: 0,
            y: 0.0,
        };
        levels.iter().map(entry).collect()
    }

    #[test]
    fn headings_nest_by_level_even_where_one_is_left_out() {
        let (branches, tops) = branches(&entries(&[2, 1, 2, 4, 3, 2, 1]));
        assert_eq!(tops, [0, 1, 6]);
        assert_eq!(branches[1].children, [2, 5]);
        assert_eq!(branches[2].children, [3, 4]);
        assert_eq!(branches[4].parent, Some(2));
    }

    #[test]
    fn text_is_ascii_or_utf16() {
        assert_eq!(text("Kit (1)"), Object::string_literal("Kit (1)"));
        let Object::String(bytes, _) = text("Ł") else {
            panic!("it is a string");
        };
        assert_eq!(bytes, [0xfe, 0xff, 0x01, 0x41]);
    }
}
