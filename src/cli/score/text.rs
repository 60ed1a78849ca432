//! Texts of several lines: typed or pasted line by line, or written in an editor.

use std::fmt::Write as _;
use std::path::Path;

use super::ask::Unasked;
use super::session::Session;
use super::show;
use crate::cli::error::Failure;
use crate::cli::input;
use crate::cli::prompt::{Editor, control_in};
use crate::cli::ui::Ui;
use crate::scorecard::interview::{Item, Reply};
use crate::scorecard::read::MAX_BYTES;
use crate::store::file;
use crate::text::{visible, visible_line};

/// What is typed, alone on a line, to go on in the editor.
const TO_EDITOR: &str = ":e";

/// What can be done with a text that is there.
#[derive(Debug, Clone)]
enum Way {
    Keep,
    Add,
    Edit(Editor),
    Anew,
}

impl Session<'_> {
    /// Asks for a text. Each line is saved as it is entered.
    pub(super) fn ask_text(&mut self, item: Item) -> Result<(), Unasked> {
        let way = match self.text_of(item).given() {
            None => {
                self.screen.say(&self.how_to_write(item));
                Way::Anew
            }
            Some(text) => {
                Ui::show(&quoted(show::title(item), text));
                self.ask_way()?
            }
        };
        match way {
            Way::Keep => {}
            Way::Edit(editor) => {
                self.edit(item, &editor)?;
            }
            Way::Add => self.type_lines(item)?,
            Way::Anew => self.type_anew(item)?,
        }
        if self.text_of(item).is_open() {
            *self.text_mut(item) = Reply::Blank;
        }
        Ok(())
    }

    fn how_to_write(&self, item: Item) -> String {
        let what = match item {
            Item::Evidence(_) if self.interview.is_panel() => "Evidence: what was said and done.",
            Item::Evidence(_) => "Evidence: what in the papers it rests on.",
            Item::Summary => "Summary: the key take-aways.",
            _ => "Private note, for the panel only; it may be left empty.",
        };
        let Some(editor) = &self.editor else {
            return format!("{what}\nAn empty line ends it.");
        };
        let editor = visible_line(editor.name());
        let cut_off = match self.draft.beside(&self.file_word(item)) {
            file if file.exists() => ", with what it was cut off from",
            _ => "",
        };
        format!("{what}\nAn empty line ends it; {TO_EDITOR} opens {editor}{cut_off}.")
    }

    fn ask_way(&self) -> Result<Way, Unasked> {
        let mut ways = vec![
            ("keep it as it is".to_owned(), Way::Keep),
            ("add lines to it".to_owned(), Way::Add),
        ];
        if let Some(editor) = &self.editor {
            ways.push((
                format!("edit it in {}", show::line(editor.name())),
                Way::Edit(editor.clone()),
            ));
        }
        ways.push(("write it anew".to_owned(), Way::Anew));
        let (options, mut ways): (Vec<_>, Vec<_>) = ways.into_iter().unzip();
        let chosen = self.prompts.choose("This text", &options, Some(0))?;
        Ok(ways.swap_remove(chosen))
    }

    /// Whoever turns back before the first line keeps the text that was there.
    fn type_anew(&mut self, item: Item) -> Result<(), Unasked> {
        let before = std::mem::take(self.text_mut(item));
        let typed = self.type_lines(item);
        if typed.is_err() && self.text_of(item).is_open() {
            *self.text_mut(item) = before;
        }
        typed
    }

    fn type_lines(&mut self, item: Item) -> Result<(), Unasked> {
        while let Some(line) = self.prompts.more()? {
            if let Some(editor) = self.editor.clone().filter(|_| line.trim() == TO_EDITOR) {
                if self.edit(item, &editor)? {
                    return Ok(());
                }
                continue;
            }
            let text = match self.text_of(item).given() {
                Some(text) => format!("{text}\n{line}"),
                None => line,
            };
            *self.text_mut(item) = Reply::of_text(text);
            self.save()?;
        }
        Ok(())
    }

    /// Lets the editor write the text, in a file beside the draft. A file that is there is what a
    /// session was cut off from: the editor goes on with it. Says whether it was written.
    fn edit(&mut self, item: Item, editor: &Editor) -> Result<bool, Unasked> {
        let path = self.draft.beside(&self.file_word(item));
        let before = self.text_of(item).given().cloned().unwrap_or_default();
        if !path.exists() {
            file::replace_private(&path, before.as_bytes()).map_err(Failure::from)?;
        }
        let edited = self.edited(editor, &path);
        let is_written = edited.is_ok();
        match edited {
            Ok(text) => {
                *self.text_mut(item) = Reply::of_text(text);
                self.save()?;
                file::remove(&path).map_err(Failure::from)?;
            }
            Err(why) => self.say_unedited(&path, &before, editor, &why)?,
        }
        Ok(is_written)
    }

    fn edited(&self, editor: &Editor, path: &Path) -> Result<String, String> {
        self.guard.lend(|| editor.run(path))?;
        let bytes = input::read(path, MAX_BYTES).map_err(|failure| failure.message().to_owned())?;
        if bytes.len() > MAX_BYTES {
            return Err("the text is larger than 1 MiB".to_owned());
        }
        let text = String::from_utf8(bytes).map_err(|_| "the text is not UTF-8".to_owned())?;
        let text = text.replace("\r\n", "\n").trim_end().to_owned();
        control_in(&text).map_or(Ok(text), Err)
    }

    /// Says that the text is as it was. What the editor did write stays in its file.
    fn say_unedited(
        &self,
        path: &Path,
        before: &str,
        editor: &Editor,
        why: &str,
    ) -> Result<(), Failure> {
        let name = editor.name();
        let mut said = format!("{name}: {why}; the text is as it was");
        let is_untouched = input::read(path, MAX_BYTES).is_ok_and(|now| now == before.as_bytes());
        if is_untouched {
            file::remove(path)?;
        } else {
            let _ = write!(said, ", and what was written is in {}", path.display());
        }
        self.screen.say(&visible_line(&said));
        Ok(())
    }

    /// A word for an item in a file's name, of ids alone.
    fn file_word(&self, item: Item) -> String {
        match item {
            Item::Evidence(place) => {
                let criterion = self.replies.scores[place].criterion;
                format!("{}.evidence", self.interview.rubric.criterion(criterion).id)
            }
            Item::Summary => "summary".to_owned(),
            _ => "private-note".to_owned(),
        }
    }

    fn text_of(&self, item: Item) -> &Reply<String> {
        match item {
            Item::Evidence(place) => &self.replies.scores[place].evidence,
            Item::Summary => &self.replies.summary,
            _ => &self.replies.private_note,
        }
    }

    fn text_mut(&mut self, item: Item) -> &mut Reply<String> {
        match item {
            Item::Evidence(place) => &mut self.replies.scores[place].evidence,
            Item::Summary => &mut self.replies.summary,
            _ => &mut self.replies.private_note,
        }
    }
}

/// A text as it stands, under its title.
fn quoted(title: &str, text: &str) -> String {
    let text = visible(text);
    let lines = text.split('\n').map(|line| format!("│ {line}\n"));
    format!("{title}:\n{}", lines.collect::<String>())
}
