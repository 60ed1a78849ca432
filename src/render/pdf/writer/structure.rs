//! The logical structure: which marked part of which page belongs to what.

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, dictionary};

use super::super::page::{Document, Node, NodeIdx, Role};

/// How many elements are written at most. A longer document has none: they would be larger than
/// the document, and no reader steps through so many.
const MOST_NODES: usize = 50_000;

/// One marked part of a page.
#[derive(Debug, Clone, Copy)]
struct Mark {
    page: usize,
    number: i64,
}

/// The marked parts of a document, by element and by page.
pub(super) struct Marks {
    roles: Vec<Role>,
    of_nodes: Vec<Vec<Mark>>,
    of_pages: Vec<Vec<NodeIdx>>,
}

impl Marks {
    pub(super) fn new(document: &Document) -> Self {
        let is_tagged = document.nodes.len() <= MOST_NODES;
        let n_nodes = if is_tagged { document.nodes.len() } else { 0 };
        Self {
            roles: document.nodes[..n_nodes]
                .iter()
                .map(|node| node.role)
                .collect(),
            of_nodes: vec![Vec::new(); n_nodes],
            of_pages: Vec::new(),
        }
    }

    pub(super) fn begin_page(&mut self) {
        self.of_pages.push(Vec::new());
    }

    /// Marks a part of the current page as the node's. Gives its tag and number there.
    pub(super) fn open(&mut self, node: NodeIdx) -> Option<(&'static str, i64)> {
        let role = *self.roles.get(node)?;
        let page = self.of_pages.len().checked_sub(1)?;
        let number = i64::try_from(self.of_pages[page].len()).ok()?;
        self.of_pages[page].push(node);
        self.of_nodes[node].push(Mark { page, number });
        Some((tag(role), number))
    }

    fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }
}

fn tag(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Heading(1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(_) => "H6",
        Role::Paragraph => "P",
        Role::List => "L",
        Role::Item => "LI",
        Role::Label => "Lbl",
        Role::ItemBody => "LBody",
        Role::Quote => "BlockQuote",
        Role::Code => "Code",
        Role::Figure => "Figure",
        Role::Table => "Table",
        Role::Row => "TR",
        Role::ColumnHead => "TH",
        Role::Cell => "TD",
    }
}

/// Adds the structure tree and gives its root; none for a document that is too long for one.
pub(super) fn add(
    objects: &mut Objects,
    document: &Document,
    marks: &Marks,
    pages: &[ObjectId],
) -> Option<ObjectId> {
    if marks.is_empty() {
        return None;
    }
    let root = objects.new_object_id();
    let ids: Vec<ObjectId> = document
        .nodes
        .iter()
        .map(|_| objects.new_object_id())
        .collect();
    let mut kids: Vec<Vec<Object>> = vec![Vec::new(); ids.len()];
    for (idx, node) in document.nodes.iter().enumerate() {
        if let Some(parent) = node.parent {
            kids[parent].push(Object::Reference(ids[idx]));
        }
    }
    for (idx, (node, mut kids)) in document.nodes.iter().zip(kids).enumerate() {
        let page = marks.of_nodes[idx].first().map(|mark| mark.page);
        kids.extend(
            marks.of_nodes[idx]
                .iter()
                .map(|mark| reference(*mark, page, pages)),
        );
        let parent = node.parent.map_or(root, |parent| ids[parent]);
        let mut element = element(node, parent, kids);
        if let Some(page) = page {
            element.set("Pg", Object::Reference(pages[page]));
        }
        if let Some(words) = document.alternatives.get(&idx) {
            element.set("Alt", super::finish::text(words));
        }
        objects.set_object(ids[idx], element);
    }
    add_root(objects, root, marks, &ids, pages);
    Some(root)
}

fn element(node: &Node, parent: ObjectId, mut kids: Vec<Object>) -> Dictionary {
    let mut element = dictionary! {
        "S" => tag(node.role),
        "P" => Object::Reference(parent),
    };
    if kids.len() == 1 {
        element.set("K", kids.swap_remove(0));
    } else if !kids.is_empty() {
        element.set("K", kids);
    }
    if node.role == Role::ColumnHead {
        element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
    }
    element
}

/// A marked part: its number alone where it is on the element's first page.
fn reference(mark: Mark, page: Option<usize>, pages: &[ObjectId]) -> Object {
    if Some(mark.page) == page {
        return Object::Integer(mark.number);
    }
    Object::Dictionary(dictionary! {
        "Type" => "MCR",
        "Pg" => Object::Reference(pages[mark.page]),
        "MCID" => mark.number,
    })
}

/// The root, with the way back from a page's marks to their elements.
fn add_root(
    objects: &mut Objects,
    root: ObjectId,
    marks: &Marks,
    ids: &[ObjectId],
    pages: &[ObjectId],
) {
    let mut numbers = Vec::new();
    for (page, nodes) in marks.of_pages.iter().enumerate() {
        let key = i64::try_from(page).unwrap_or(0);
        let elements: Vec<Object> = nodes
            .iter()
            .map(|node| Object::Reference(ids[*node]))
            .collect();
        numbers.push(Object::Integer(key));
        numbers.push(Object::Reference(objects.add_object(elements)));
        if let Ok(page) = objects.get_dictionary_mut(pages[page]) {
            page.set("StructParents", key);
            page.set("Tabs", "S");
        }
    }
    let tree = objects.add_object(dictionary! { "Nums" => numbers });
    objects.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => Object::Reference(ids[0]),
            "ParentTree" => Object::Reference(tree),
            "ParentTreeNextKey" => i64::try_from(pages.len()).unwrap_or(0),
        },
    );
}
