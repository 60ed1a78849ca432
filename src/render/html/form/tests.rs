use super::*;
use crate::kit::build;
use crate::render::Documents;
use crate::render::blocks::Item;
use crate::render::html::escape::escaped;
use crate::rubric::Rubric;
use crate::rubric::compile::{NoFiles, load};
use crate::text::{Sources, sha256_base64};

const EXAMPLE: &str = include_str!("../../../../examples/panel/rubric.toml");
const FULL: &str = include_str!("../../../../tests/rubric/full.toml");

fn rubric(text: &str) -> Rubric {
    let mut sources = Sources::default();
    let loaded = load(
        "x.toml",
        text.as_bytes().to_vec(),
        &mut NoFiles,
        &mut sources,
    );
    loaded
        .rubric
        .unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

/// The kits of every round at every level.
fn kits(text: &str) -> Vec<Kit> {
    let rubric = rubric(text);
    let levels: Vec<_> = rubric
        .levels()
        .iter()
        .filter_map(|level| rubric.find_level(&level.id))
        .collect();
    let rounds = |level| rubric.rounds_at(level).map(move |round| (round, level));
    levels
        .into_iter()
        .flat_map(rounds)
        .map(|(round, level)| build(&rubric, round, level))
        .collect()
}

fn html(kit: &Kit) -> String {
    let documents = Documents::new(&[]).unwrap();
    String::from_utf8(documents.form(kit).unwrap()).unwrap()
}

fn add_inlines(content: &[Inline], out: &mut Vec<String>) {
    out.extend(content.iter().filter_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => Some(text.clone()),
        _ => None,
    }));
}

fn texts(blocks: &[Block], out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => add_inlines(content, out),
            Block::Code { text, .. } => out.push(text.clone()),
            Block::Table { header, rows, .. } => {
                for cell in header.iter().chain(rows.iter().flatten()) {
                    add_inlines(cell, out);
                }
            }
            Block::Quote(blocks) => texts(blocks, out),
            Block::List { items, .. } => {
                for Item { blocks, .. } in items {
                    texts(blocks, out);
                }
            }
            _ => {}
        }
    }
}

/// The blocks of a kit without its blank card, in place of which the form stands.
fn without_card(blocks: Vec<Block>, kit: &Kit) -> Vec<Block> {
    let is_card = |block: &Block| matches!(block, Block::Code { text, .. } if text.trim() == kit.blank_card.trim());
    let Some(card) = blocks.iter().position(is_card) else {
        assert!(kit.criteria.is_empty());
        return blocks;
    };
    let is_heading = |block: &Block| matches!(block, Block::Heading { .. });
    let heading = blocks[..card].iter().rposition(is_heading).unwrap();
    [&blocks[..heading], &blocks[card + 1..]].concat()
}

#[test]
fn a_form_shows_all_that_the_kit_shows() {
    let documents = Documents::new(&[]).unwrap();
    let mut n_texts = 0;
    for kit in kits(EXAMPLE).iter().chain(&kits(FULL)) {
        let mut shown = Vec::new();
        let blocks = documents.blocks("kit.md", kit).unwrap();
        texts(&without_card(blocks, kit), &mut shown);
        let html = html(kit);
        // The fields stand in place of what is circled on paper.
        for text in shown.iter().filter(|text| !text.contains("Circle one:")) {
            assert!(
                html.contains(&escaped(text)),
                "{text:?} in {}",
                kit.round.id
            );
            n_texts += 1;
        }
    }
    assert!(n_texts > 1000, "{n_texts}");
}

#[test]
fn every_field_is_there_once_and_a_kit_without_scores_has_none() {
    let mut n_forms = 0;
    for kit in kits(EXAMPLE).iter().chain(&kits(FULL)) {
        let html = html(kit);
        if kit.criteria.is_empty() {
            assert!(
                !html.contains("<form") && !html.contains("<script"),
                "{html}"
            );
            continue;
        }
        n_forms += 1;
        let n = |part: &str| html.matches(part).count();
        assert_eq!(n("<form"), 1);
        for criterion in &kit.criteria {
            let id = &criterion.id;
            assert_eq!(n(&format!("<fieldset id=\"score-{id}\"")), 1, "{id}");
            let questions = criterion.questions.iter().chain(&criterion.reserve);
            for question in questions.chain(&kit.further_questions) {
                assert_eq!(n(&format!("id=\"asked-{}\"", question.id)), 1);
                for indicator in question.positive.iter().chain(&question.negative) {
                    assert_eq!(n(&format!("id=\"tick-{}\"", indicator.address)), 1);
                }
            }
        }
        let ids: Vec<_> = html
            .split(" id=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(
            once.len(),
            ids.len(),
            "an id stands twice in {}",
            kit.round.id
        );
    }
    assert!(n_forms > 5, "{n_forms}");
}

#[test]
fn yes_or_no_is_a_choice_of_two() {
    let kits = kits(FULL);
    let (kit, criterion) = kits
        .iter()
        .find_map(|kit| {
            let found = kit.criteria.iter().find(|criterion| criterion.yes_no);
            found.map(|criterion| (kit, criterion))
        })
        .unwrap();
    let html = html(kit);
    let yes_no = kit.yes_no.unwrap();
    let numbers = format!("name=\"score-{}\" value=\"", criterion.id);
    assert_eq!(html.matches(&numbers).count(), 2 + 3);
    assert!(html.contains(&format!(
        "{numbers}{}\" data-number> <span><b>{}</b> Yes</span>",
        yes_no.yes, yes_no.yes
    )));
}

#[test]
fn the_policy_allows_this_style_and_this_script_alone() {
    let kits = kits(EXAMPLE);
    let html = html(&kits[0]);
    let inside = |tag: &str| -> Vec<String> {
        let (begin, end) = (format!("<{tag}>"), format!("</{tag}>"));
        html.split(&begin)
            .skip(1)
            .map(|rest| rest.split(&end).next().unwrap())
            .map(|text| format!("&#39;sha256-{}&#39;", sha256_base64(text.as_bytes())))
            .collect()
    };
    let (styles, scripts) = (inside("style"), inside("script"));
    assert_eq!((styles.len(), scripts.len()), (2, 1));
    let policy = format!(
        "content=\"default-src &#39;none&#39;; style-src {}; script-src {}; base-uri &#39;none&#39;; form-action &#39;none&#39;\"",
        styles.join(" "),
        scripts.join(" ")
    );
    assert!(html.contains(&policy), "{policy}");
    for word in [
        " src=",
        "url(",
        "@import",
        "<link",
        " style=\"",
        " onclick=",
    ] {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn a_template_of_ones_own_takes_the_place_of_the_form() {
    let own = [
        (
            "html/form.html".to_owned(),
            "{{ kit.round.title }}<b>".to_owned(),
        ),
        (
            "kit.md".to_owned(),
            "# Nothing named\n\n## Here\n".to_owned(),
        ),
    ];
    let kits = kits(EXAMPLE);
    let documents = Documents::new(&own).unwrap();
    let html = String::from_utf8(documents.form(&kits[0]).unwrap()).unwrap();
    assert_eq!(html, format!("{}<b>", kits[0].round.title));
    // Where the kit's own template names no criterion, its fields stand at the end.
    let documents = Documents::new(&own[1..]).unwrap();
    let html = String::from_utf8(documents.form(&kits[0]).unwrap()).unwrap();
    for criterion in &kits[0].criteria {
        assert!(html.contains(&format!("id=\"score-{}\"", criterion.id)));
    }
}
