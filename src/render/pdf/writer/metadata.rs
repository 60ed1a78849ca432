//! Keywords as XMP has them: a stream that is not compressed, so that they are found without
//! reading the rest of the file.

use lopdf::{Stream, dictionary};

/// What keywords stand between.
const OPEN: &str = "<pdf:Keywords>";
const CLOSE: &str = "</pdf:Keywords>";

/// The longest keywords that are looked for, in bytes.
const MOST: usize = 1000;

/// The stream that the catalog names.
pub(super) fn stream(keywords: &str) -> Stream {
    let mut escaped = String::new();
    for c in keywords.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    let xmp = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         {OPEN}{escaped}{CLOSE}\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n"
    );
    let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    Stream::new(kind, xmp.into_bytes()).with_compression(false)
}

/// The keywords in a file.
pub(in crate::render::pdf) fn keywords(bytes: &[u8]) -> Option<String> {
    let find = |bytes: &[u8], word: &str| {
        let mut windows = bytes.windows(word.len());
        windows.position(|window| window == word.as_bytes())
    };
    let start = find(bytes, OPEN)? + OPEN.len();
    let rest = &bytes[start..bytes.len().min(start + MOST)];
    let text = std::str::from_utf8(&rest[..find(rest, CLOSE)?]).ok()?;
    let plain = text.replace("&lt;", "<").replace("&gt;", ">");
    Some(plain.replace("&amp;", "&"))
}
