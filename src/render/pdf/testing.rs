//! Reads documents as a program would that extracts text: through the fonts' own tables.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};

/// What a document says.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The lines of each page, in the order of the file.
    pub(super) pages: Vec<Vec<String>>,
    pub(super) outline: Vec<String>,
    pub(super) links: Vec<String>,
    pub(super) info: Vec<String>,
    pub(super) language: Option<String>,
    /// Names and the bytes of their programs.
    pub(super) fonts: BTreeMap<String, usize>,
    pub(super) structure: String,
    /// In whole points.
    pub(super) size: (i64, i64),
}

impl Read {
    pub(super) fn text(&self) -> String {
        self.pages.concat().join("\n")
    }
}

pub(super) fn read(bytes: &[u8]) -> Read {
    let document = Document::load_mem(bytes).unwrap();
    let catalog = document.catalog().unwrap();
    let mut read = Read {
        language: catalog.get(b"Lang").ok().map(string),
        ..Read::default()
    };
    for page in document.get_pages().into_values() {
        let page = document.get_dictionary(page).unwrap();
        read.pages
            .push(page_lines(&document, page, &mut read.fonts));
        read.links.extend(page_links(&document, page));
        let size: Vec<f32> = (page.get(b"MediaBox").unwrap().as_array().unwrap().iter())
            .map(|side| side.as_float().unwrap())
            .collect();
        #[expect(clippy::cast_possible_truncation)]
        let whole = (size[2].round() as i64, size[3].round() as i64);
        read.size = whole;
    }
    if let Ok(outline) = catalog.get(b"Outlines") {
        let root = follow(&document, outline);
        add_outline(&document, root, 1, &mut read.outline);
    }
    if let Ok(tree) = catalog.get(b"StructTreeRoot") {
        read.structure = structure(&document, follow(&document, tree).get(b"K").unwrap());
    }
    let info = follow(&document, document.trailer.get(b"Info").unwrap());
    read.info = (info.iter())
        .map(|(key, value)| format!("{}={}", String::from_utf8_lossy(key), string(value)))
        .collect();
    read.info.sort();
    read
}

fn follow<'d>(document: &'d Document, object: &'d Object) -> &'d Dictionary {
    let object = document.dereference(object).unwrap().1;
    object.as_dict().unwrap()
}

fn string(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => utf16(units),
        None => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).unwrap()
}

/// What the codes of a font stand for, by its `ToUnicode` table.
type Codes = BTreeMap<u16, String>;

fn codes(document: &Document, font: &Dictionary) -> Codes {
    let stream = document
        .dereference(font.get(b"ToUnicode").unwrap())
        .unwrap()
        .1;
    let table = stream.as_stream().unwrap().get_plain_content().unwrap();
    let table = String::from_utf8(table).unwrap();
    let hex = |text: &str| -> Vec<u8> {
        let text = text.trim_matches(['<', '>']);
        (0..text.len() / 2)
            .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
            .collect()
    };
    let pairs = table.lines().filter_map(|line| line.split_once("> <"));
    pairs
        .filter(|(code, _)| code.len() == 5)
        .map(|(code, text)| {
            let code = hex(code);
            (u16::from_be_bytes([code[0], code[1]]), utf16(&hex(text)))
        })
        .collect()
}

fn page_lines(
    document: &Document,
    page: &Dictionary,
    programs: &mut BTreeMap<String, usize>,
) -> Vec<String> {
    let resources = follow(document, page.get(b"Resources").unwrap());
    let mut fonts = BTreeMap::new();
    if let Ok(named) = resources.get(b"Font") {
        for (name, font) in follow(document, named) {
            let font = follow(document, font);
            fonts.insert(name.clone(), codes(document, font));
            let (name, n_bytes) = program(document, font);
            programs.insert(name, n_bytes);
        }
    }
    let contents = document
        .dereference(page.get(b"Contents").unwrap())
        .unwrap()
        .1;
    let contents = contents.as_stream().unwrap().get_plain_content().unwrap();
    lines(&Content::decode(&contents).unwrap(), &fonts)
}

fn program(document: &Document, font: &Dictionary) -> (String, usize) {
    let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec());
    let descendants = font.get(b"DescendantFonts").unwrap().as_array().unwrap();
    let descriptor = follow(document, &descendants[0])
        .get(b"FontDescriptor")
        .unwrap();
    let file = follow(document, descriptor).get(b"FontFile2").unwrap();
    let file = document.dereference(file).unwrap().1.as_stream().unwrap();
    (name.unwrap(), file.get_plain_content().unwrap().len())
}

/// The text of a page, with a new line wherever the pen goes up or down.
fn lines(content: &Content, fonts: &BTreeMap<Vec<u8>, Codes>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut font = &Codes::new();
    let mut height = f32::NAN;
    // What is said instead of the glyphs, for as many marks as are open within it.
    let mut said: Option<usize> = None;
    let mut depth = 0;
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "Tf" => font = &fonts[operands[0].as_name().unwrap()],
            "Tm" if said.is_none() => {
                let now = operands[5].as_float().unwrap();
                if (now - height).abs() > 4.0 || height.is_nan() {
                    lines.push(String::new());
                }
                height = now;
            }
            "BDC" | "BMC" => {
                depth += 1;
                let text =
                    (operands.get(1)).and_then(|it| it.as_dict().ok()?.get(b"ActualText").ok());
                if let Some(text) = text {
                    said = Some(depth);
                    if lines.is_empty() {
                        lines.push(String::new());
                    }
                    lines.last_mut().unwrap().push_str(&string(text));
                }
            }
            "EMC" => {
                said = said.filter(|at| *at != depth);
                depth -= 1;
            }
            "TJ" if said.is_none() => {
                let line = lines.last_mut().unwrap();
                for item in operands[0].as_array().unwrap() {
                    if let Ok(bytes) = item.as_str() {
                        for code in bytes.chunks(2) {
                            let code = u16::from_be_bytes([code[0], code[1]]);
                            line.push_str(font.get(&code).map_or("", |text| text));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every mark is closed");
    lines
        .into_iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn page_links(document: &Document, page: &Dictionary) -> Vec<String> {
    let Ok(notes) = page.get(b"Annots") else {
        return Vec::new();
    };
    let notes = document.dereference(notes).unwrap().1.as_array().unwrap();
    notes
        .iter()
        .map(|note| {
            let action = follow(document, follow(document, note).get(b"A").unwrap());
            string(action.get(b"URI").unwrap())
        })
        .collect()
}

fn add_outline(document: &Document, item: &Dictionary, level: usize, out: &mut Vec<String>) {
    let mut next = item.get(b"First").ok();
    while let Some(found) = next {
        let entry = follow(document, found);
        out.push(format!("{level} {}", string(entry.get(b"Title").unwrap())));
        add_outline(document, entry, level + 1, out);
        next = entry.get(b"Next").ok();
    }
}

fn structure(document: &Document, kid: &Object) -> String {
    let element = match document.dereference(kid).unwrap().1 {
        Object::Dictionary(element) => element,
        Object::Array(kids) => {
            let kids: Vec<_> = kids.iter().map(|kid| structure(document, kid)).collect();
            return kids.join(" ").trim().to_owned();
        }
        _ => return String::new(),
    };
    let Ok(tag) = element.get(b"S") else {
        return String::new();
    };
    let tag = String::from_utf8_lossy(tag.as_name().unwrap()).into_owned();
    let kids = element.get(b"K").map(|kids| structure(document, kids));
    match kids {
        Ok(kids) if !kids.is_empty() => format!("{tag}({kids})"),
        _ => tag,
    }
}
