//! Whole documents: what is in the file, and what can be read out of it again.

use std::fmt::Write as _;

use super::*;
use crate::render::markdown;
use testing::{Read, read};

const NAMES: &str = "Łucja Żółć, Thị Ánh, José (José), Γιώργος, Щербаков Иван, Đặng Văn Hữu";

fn options() -> Options {
    Options {
        title: "Kit for Łucja".into(),
        language: Some("en".into()),
        ..Options::default()
    }
}

fn written(text: &str) -> Written {
    let blocks = markdown::parse_document(text);
    write(&blocks, &options(), &mut ShippedFonts).unwrap()
}

fn pages(text: &str) -> Read {
    read(&written(text).bytes)
}

#[test]
fn keywords_are_found_again() {
    for keywords in ["12:abc", "Łucja <&amp;> 李雷", ""] {
        let options = Options {
            keywords: Some(keywords.into()),
            ..options()
        };
        let blocks = markdown::parse_document("<pdf:Keywords>no</pdf:Keywords>");
        let written = write(&blocks, &options, &mut ShippedFonts).unwrap();
        assert_eq!(super::keywords(&written.bytes).as_deref(), Some(keywords));
        assert_eq!(read(&written.bytes).pages.len(), 1, "and it is still a PDF");
    }
    assert_eq!(super::keywords(&written("# none").bytes), None);
    for other in ["", "<pdf:Keywords>", "%PDF-1.7 <pdf:Keywords>open"] {
        assert_eq!(super::keywords(other.as_bytes()), None);
    }
}

#[test]
fn names_come_back_letter_by_letter() {
    let read = pages(&format!(
        "# {NAMES}\n\n*{NAMES}*\n\n**{NAMES}** and `{NAMES}`\n"
    ));
    let text = read.text();
    assert_eq!(text.matches("Thị Ánh").count(), 4);
    for name in NAMES.split(", ") {
        assert_eq!(text.matches(name).count(), 4, "{name} in {text}");
    }
}

#[test]
fn both_normal_forms_come_back_as_they_were() {
    let text = pages("Jos\u{e9} and Jose\u{301} and Tha\u{323}nh\u{302}\u{301}").text();
    assert!(
        text.contains("Jos\u{e9} and Jose\u{301} and Tha\u{323}nh\u{302}\u{301}"),
        "{text}"
    );
}

#[test]
fn what_no_font_has_is_shown_by_number_and_named() {
    let written = written("李雷 and 😀 in `雷`");
    assert_eq!(written.missing, ['李', '雷', '😀']);
    let text = read(&written.bytes).text();
    assert!(
        text.contains("[U+674E][U+96F7] and [U+1F600] in [U+96F7]"),
        "{text}"
    );
}

#[test]
fn every_page_has_the_title_and_its_number() {
    let read = pages(&"A paragraph.\n\n".repeat(100));
    assert!(read.pages.len() > 2);
    for (idx, page) in read.pages.iter().enumerate() {
        let text = page.join("\n");
        let number = format!("page {} of {}", idx + 1, read.pages.len());
        assert!(
            text.contains(&number) && text.contains("Kit for Łucja"),
            "{text}"
        );
    }
}

#[test]
fn tasks_lists_and_code_can_be_read() {
    let text =
        pages("- [ ] open\n- [x] done\n\n3. three\n4. four\n\n- dot\n\n```\n  let x = 1;\n```\n")
            .text();
    for part in [
        "☐",
        "open",
        "☑",
        "done",
        "3.",
        "three",
        "4.",
        "•",
        "  let x = 1;",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_table_shows_its_head_again_on_every_page() {
    let mut text = "| Criterion | Evidence |\n|--|--:|\n".to_owned();
    for number in 0..120 {
        writeln!(
            text,
            "| row {number} | some words that are here to fill the line |"
        )
        .unwrap();
    }
    let read = pages(&text);
    assert!(read.pages.len() > 2);
    for page in &read.pages {
        let heads = page
            .iter()
            .filter(|line| line.contains("Criterion"))
            .count();
        assert_eq!(heads, 1, "{page:?}");
    }
    let text = read.text();
    assert!((0..120).all(|number| text.contains(&format!("row {number}"))));
}

#[test]
fn a_row_taller_than_a_page_is_broken_and_whole() {
    let words: Vec<String> = (0..3000).map(|number| format!("w{number}")).collect();
    let read = pages(&format!("| a | b |\n|--|--|\n| | {} |\n", words.join(" ")));
    assert!(read.pages.len() > 1);
    let text = read.text();
    let found: Vec<&str> = text
        .split_whitespace()
        .filter(|word| words.iter().any(|w| w == word))
        .collect();
    assert_eq!(found, words.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn no_heading_stands_at_the_foot_of_a_page() {
    // Whatever the height above it, the heading and two lines after it are on one page.
    for n_lines in 30..48 {
        let text = format!(
            "{}## Heading\n\n{}",
            "line\n\n".repeat(n_lines),
            "words ".repeat(60)
        );
        let read = pages(&text);
        let page = read
            .pages
            .iter()
            .find(|page| page.iter().any(|line| line == "Heading"))
            .unwrap();
        let at = page.iter().position(|line| line == "Heading").unwrap();
        let below = page[at..]
            .iter()
            .filter(|line| line.starts_with("words"))
            .count();
        assert!(below >= 2, "after {n_lines}: {page:?}");
    }
}

#[test]
fn the_outline_nests_and_links_lead_out() {
    let text = "# One\n\n## Two\n\n### Three\n\n## Four\n\n[here](https://example.org/ü?a=1&b) and [mail](mailto:a@b.c)\n";
    let read = pages(text);
    assert_eq!(read.outline, ["1 One", "2 Two", "3 Three", "2 Four"]);
    assert_eq!(
        read.links,
        ["https://example.org/%C3%BC?a=1&b", "mailto:a@b.c"]
    );
}

#[test]
fn metadata_say_what_it_is_and_nothing_of_who_and_when() {
    let written = written("# Łucja\n");
    let read = read(&written.bytes);
    assert_eq!(read.info, ["Producer=Panelkit", "Title=Kit for Łucja"]);
    assert_eq!(read.language.as_deref(), Some("en"));
    assert!(written.bytes.starts_with(b"%PDF-1.7"));
    let file = String::from_utf8_lossy(&written.bytes).into_owned();
    for word in ["Date", "GTS_PDFX", "1970", "printpdf"] {
        assert!(!file.contains(word), "{word}");
    }
}

#[test]
fn fonts_are_embedded_and_cut_down() {
    let written = written(&format!("# {NAMES}\n\n{NAMES} *{NAMES}* `{NAMES}` ✓ →\n"));
    let read = read(&written.bytes);
    assert_eq!(read.fonts.len(), 6, "{:?}", read.fonts);
    for (name, n_bytes) in &read.fonts {
        assert!(name.chars().take(6).all(|c| c.is_ascii_uppercase()) && name.contains('+'));
        assert!(
            (100..40_000).contains(n_bytes),
            "{name} has {n_bytes} bytes"
        );
    }
    assert!(written.bytes.len() < 60_000);
}

#[test]
fn the_structure_is_that_of_the_blocks() {
    let read = pages("# One\n\nText\n\n- a\n- b\n\n> q\n\n| h |\n|--|\n| c |\n\n```\nx\n```\n");
    assert_eq!(
        read.structure,
        "Document(H1 P L(LI(Lbl LBody(P)) LI(Lbl LBody(P))) BlockQuote(P) Table(TR(TH) TR(TD)) Code)"
    );
}

#[test]
fn the_same_blocks_are_the_same_bytes_in_one_process_and_over_threads() {
    let text = format!("# {NAMES}\n\n| a | b |\n|--|--|\n| {NAMES} | 2 |\n\n- [ ] x\n");
    let first = written(&text);
    written("# Something else, 李\n\n`code`\n");
    assert!(written(&text) == first);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let text = text.clone();
            std::thread::spawn(move || written(&text))
        })
        .collect();
    for thread in threads {
        assert!(thread.join().unwrap() == first);
    }
    assert!(written("# Other\n") != first);
}

#[test]
fn nothing_is_a_page() {
    assert_eq!(pages("").pages.len(), 1);
}

#[test]
fn letter_is_as_wide_as_it_should_be() {
    let options = Options {
        paper: Paper::Letter,
        ..options()
    };
    let written = write(&[], &options, &mut ShippedFonts).unwrap();
    assert_eq!(read(&written.bytes).size, (612, 792));
    assert_eq!(pages("").size, (595, 842));
}

/// The pages of a text before they are written.
fn laid_out(text: &str) -> page::Document {
    let mut fonts = ShippedFonts;
    let mut shaper = Shaper::new(&mut fonts);
    Layout::new(&options(), &mut shaper).lay_out(&markdown::parse_document(text))
}

/// Every word stands between the margins.
#[track_caller]
fn assert_within_margins(document: &page::Document) {
    for text in document.pages.iter().flat_map(|page| &page.texts) {
        let end = text.x + text.word.advance * text.size / 1000.0;
        let is_space = text.word.text.trim().is_empty();
        assert!(
            is_space || text.x > 40.0 && end < 533.0,
            "{:?} from {} to {end}",
            text.word.text,
            text.x
        );
        assert!(
            (40.0..842.0).contains(&text.y),
            "{:?} at {}",
            text.word.text,
            text.y
        );
    }
}

#[test]
fn long_words_are_broken_and_come_back_whole() {
    for letter in ["m", "Ł", "Ж", "e\u{301}"] {
        let word = letter.repeat(10_000);
        for text in [
            word.clone(),
            format!("# {word}"),
            format!("- `{word}`"),
            format!("| a | b |\n|--|--|\n| x | {word} |"),
        ] {
            assert_within_margins(&laid_out(&text));
            let read = pages(&text).text().replace('\n', "");
            let n = read.matches(letter).count();
            assert!(
                (10_000..10_020).contains(&n),
                "{n} of {letter} in {}",
                &text[..20]
            );
        }
    }
}

#[test]
fn long_paragraphs_lists_and_tables_stay_within_the_margins() {
    let sentence =
        "Judgement with figures: what to leave inconsistent, what to test, what to refuse. ";
    assert_within_margins(&laid_out(&sentence.repeat(1_000)));
    let lines: Vec<String> = (0..40)
        .map(|depth| format!("{}- level {depth}\n", "  ".repeat(depth)))
        .collect();
    let deep = lines.concat();
    assert_within_margins(&laid_out(&deep));
    let lines: Vec<String> = (0..40)
        .map(|depth| format!("{}{sentence}\n>\n", "> ".repeat(depth)))
        .collect();
    let quoted = lines.concat();
    assert_within_margins(&laid_out(&quoted));
    let columns = 60;
    let line = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(columns));
    let wide = format!(
        "{}{}{}",
        line("head"),
        line("--"),
        line("several words in a cell")
    );
    let document = laid_out(&wide);
    assert!(document.pages.len() < 20, "{}", document.pages.len());
}

#[test]
fn marks_do_not_pile_up_over_the_page() {
    let marks = format!("a{}b", "\u{301}".repeat(5_000));
    let document = laid_out(&marks);
    let lifts = document
        .pages
        .iter()
        .flat_map(|page| &page.texts)
        .flat_map(|text| {
            let size = text.size;
            let glyphs = text.word.runs.iter().flat_map(|run| &run.glyphs);
            glyphs.map(move |glyph| glyph.dy * size / 1000.0)
        });
    let highest = lifts.fold(0.0, f32::max);
    assert!(highest < 40.0, "{highest} points above the line");
    let n = pages(&marks).text().matches('\u{301}').count();
    assert_eq!(n, 5_000);
}

#[test]
fn text_from_right_to_left_stands_at_the_right_where_it_is_the_most() {
    struct Any;
    impl Fallback for Any {
        fn font_for(&mut self, _: char, _: Weight) -> Option<Arc<Face>> {
            // The letters are wrong, but they are there.
            let bytes = crate::render::builtin_file("fonts/NotoSans-Regular.ttf");
            Some(Arc::new(Face::new("Any", bytes.to_vec(), 0)?))
        }
    }
    let mut fonts = Any;
    let mut shaper = Shaper::new(&mut fonts);
    let blocks = markdown::parse_document("עומר חדד אמר זאת אתמול\n\nעומר: Debrief and more\n");
    let document = Layout::new(&options(), &mut shaper).lay_out(&blocks);
    let first = |node: usize| {
        let texts = document.pages[0]
            .texts
            .iter()
            .filter(|text| text.node == Some(node));
        texts.map(|text| text.x).fold(f32::MAX, f32::min)
    };
    assert!(first(1) > 300.0, "{}", first(1));
    assert!((first(2) - 64.0).abs() < 0.1, "{}", first(2));
}
