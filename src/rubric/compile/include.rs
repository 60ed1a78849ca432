//! A rubric and the files it includes, gathered into one document.

use super::super::document::RubricDoc;
use super::MAX_BYTES;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::{self, Gaps, is_follow_on};
use crate::text::{SourceId, Sources, Span, Text, sha256_hex};

/// Most includes in a rubric and what it includes, each counted as often as it is named.
const MAX_INCLUDES: usize = 256;

/// Gives the files that a rubric includes. Paths are relative to the root rubric's folder, with
/// `/` between their parts and no `..` among them.
pub trait Files {
    /// Reads one file.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&mut self, path: &str) -> Result<Included, FileProblem>;
}

/// One included file.
#[derive(Debug)]
pub struct Included {
    /// What messages call it.
    pub name: String,
    /// Its path relative to the root's folder with links resolved: what tells files apart.
    pub identity: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why an included file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// There is no such file.
    NotFound,
    /// It is a folder or a device.
    NotAFile,
    /// It lies outside the root rubric's folder, by its path or by a link.
    Outside,
    /// It is larger than a rubric may be.
    TooLarge,
    /// More files were named before it than a rubric may include.
    TooMany,
    /// The system refused, in its own words.
    Unreadable(String),
}

impl std::fmt::Display for FileProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("it does not exist"),
            Self::NotAFile => f.write_str("it is not a file"),
            Self::Outside => f.write_str("it lies outside the rubric's folder"),
            Self::TooLarge => f.write_str("it is larger than a rubric may be"),
            Self::TooMany => write!(f, "a rubric names at most {MAX_INCLUDES} files"),
            Self::Unreadable(why) => write!(f, "it cannot be read: {why}"),
        }
    }
}

/// For rubrics that stand alone: no file exists.
#[derive(Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&mut self, _path: &str) -> Result<Included, FileProblem> {
        Err(FileProblem::NotFound)
    }
}

/// The root and its includes as one document.
pub(super) struct Gathered {
    pub(super) document: RubricDoc,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// False where a file could not be read to its end, so that what is missing is not known.
    pub(super) whole: bool,
    pub(super) gaps: Hidden,
    pub(super) hash: String,
    /// Every file that was read, root first, by its path from the root's folder.
    pub(super) files: Vec<(String, SourceId)>,
    /// The start of the root file.
    pub(super) root: Span,
}

/// What syntax errors hide, file by file.
#[derive(Default)]
pub(super) struct Hidden(Vec<(SourceId, Gaps)>);

impl Hidden {
    /// Whether a finding may be there only because something else could not be read.
    pub(super) fn explain(&self, finding: &Diagnostic) -> bool {
        let own = |(id, gaps): &(SourceId, Gaps)| {
            *id == finding.primary.span.source && gaps.explain(finding)
        };
        let any = self.0.iter().any(|(_, gaps)| gaps.any());
        self.0.iter().any(own) || (any && is_follow_on(finding))
    }
}

struct Gatherer<'a> {
    files: &'a mut dyn Files,
    sources: &'a mut Sources,
    diagnostics: Vec<Diagnostic>,
    whole: bool,
    gaps: Hidden,
    document: RubricDoc,
    /// Identity and digest of every file read, in the order of reading.
    digests: Vec<(String, String)>,
    /// The same files by identity, as they were taken up.
    files_read: Vec<(String, SourceId)>,
    n_bytes: usize,
    n_includes: usize,
    /// The files being read, outermost first.
    open: Vec<String>,
}

pub(super) fn gather(
    name: &str,
    bytes: Vec<u8>,
    files: &mut dyn Files,
    sources: &mut Sources,
) -> Gathered {
    let root_name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let mut gatherer = Gatherer {
        files,
        sources,
        diagnostics: Vec::new(),
        whole: true,
        gaps: Hidden::default(),
        document: RubricDoc::default(),
        digests: Vec::new(),
        files_read: Vec::new(),
        n_bytes: 0,
        n_includes: 0,
        open: vec![root_name.clone()],
    };
    let root = gatherer.root(name, root_name, bytes);
    Gathered {
        hash: hash_of(&gatherer.digests),
        files: gatherer.files_read,
        document: gatherer.document,
        diagnostics: gatherer.diagnostics,
        whole: gatherer.whole,
        gaps: gatherer.gaps,
        root,
    }
}

impl Gatherer<'_> {
    fn root(&mut self, name: &str, identity: String, bytes: Vec<u8>) -> Span {
        let Some(doc) = self.file(name, identity, bytes) else {
            return Span::default();
        };
        let start = Span {
            source: doc.span.source,
            start: 0,
            end: 0,
        };
        self.check_format(&doc);
        self.merge(doc, "");
        start
    }

    /// Reads one file; none where nothing of it could be read.
    fn file(&mut self, name: &str, identity: String, bytes: Vec<u8>) -> Option<RubricDoc> {
        self.n_bytes += bytes.len();
        self.digests.push((identity.clone(), sha256_hex(&bytes)));
        let id = match document::open(name, bytes, MAX_BYTES, self.sources) {
            Ok(id) => id,
            Err(finding) => {
                self.diagnostics.push(*finding);
                self.whole = false;
                return None;
            }
        };
        self.files_read.push((identity, id));
        let read = document::read::<RubricDoc>(self.sources.get(id), id);
        self.diagnostics.extend(read.diagnostics);
        self.whole &= read.whole;
        self.gaps.0.push((id, read.gaps));
        let mut document = read.document?;
        document.span.source = id;
        Some(document)
    }

    fn check_format(&mut self, doc: &RubricDoc) {
        if let Some(format) = doc.format.as_ref().filter(|format| format.value.0 != 1) {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::FORMAT,
                    format.span,
                    format!("format {} is not known", format.value.0),
                )
                .hint("this version reads `format = 1`"),
            );
        }
    }

    /// Takes in a document of the folder `folder`, then what it includes.
    fn merge(&mut self, mut doc: RubricDoc, folder: &str) {
        let includes = doc.include.take().unwrap_or_default();
        self.document.absorb(doc, &mut self.diagnostics);
        for path in includes {
            self.include(&path, folder);
        }
    }

    fn include(&mut self, path: &Text, folder: &str) {
        self.n_includes += 1;
        if self.n_includes > MAX_INCLUDES {
            if self.n_includes == MAX_INCLUDES + 1 {
                self.refuse(path, &FileProblem::TooMany);
            }
            return;
        }
        if path.value.trim().is_empty() {
            self.whole = false;
            self.diagnostics.push(
                Diagnostic::error(codes::INCLUDE, path.span, "the path is empty")
                    .hint("name a file, relative to the folder of this one"),
            );
            return;
        }
        let Some(joined) = join(folder, &path.value) else {
            self.refuse(path, &FileProblem::Outside);
            return;
        };
        let included = match self.files.read(&joined) {
            Ok(included) => included,
            Err(problem) => return self.refuse(path, &problem),
        };
        if self.open.contains(&included.identity) {
            let mut chain = self.open.clone();
            chain.push(included.identity);
            self.diagnostics.push(
                Diagnostic::error(codes::INCLUDE, path.span, "the file includes itself")
                    .hint(format!("the circle: {}", chain.join(" → "))),
            );
            return;
        }
        if self
            .digests
            .iter()
            .any(|(read, _)| *read == included.identity)
        {
            // Two files may share a library; its tables are taken once.
            return;
        }
        if self.n_bytes + included.bytes.len() > MAX_BYTES {
            self.refuse(path, &FileProblem::TooLarge);
            return;
        }
        let identity = included.identity.clone();
        let inner = joined.rfind('/').map_or("", |at| &joined[..at]);
        if let Some(doc) = self.file(&included.name, identity.clone(), included.bytes) {
            self.check_included(&doc);
            self.open.push(identity);
            self.merge(doc.without_root_keys(), inner);
            self.open.pop();
        }
    }

    fn refuse(&mut self, path: &Text, problem: &FileProblem) {
        self.whole = false;
        let finding = Diagnostic::error(
            codes::INCLUDE,
            path.span,
            format!("`{}` cannot be included: {problem}", path.value),
        );
        self.diagnostics.push(match problem {
            FileProblem::Outside => finding.hint(
                "an include is relative to the file that names it and stays inside the root rubric's folder",
            ),
            FileProblem::NotFound => {
                finding.hint("the path is relative to the folder of the file that names it")
            }
            _ => finding,
        });
    }

    /// An included file has tables only.
    fn check_included(&mut self, doc: &RubricDoc) {
        let texts = [
            ("id", doc.id.as_ref().map(|id| id.span)),
            ("format", doc.format.as_ref().map(|format| format.span)),
            ("title", doc.title.as_ref().map(|text| text.span)),
            ("version", doc.version.as_ref().map(|text| text.span)),
            ("summary", doc.summary.as_ref().map(|text| text.span)),
            ("author", doc.author.as_ref().map(|text| text.span)),
            ("challenge", doc.challenge.as_ref().map(|text| text.span)),
        ];
        for (key, span) in texts {
            if let Some(span) = span {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::INCLUDE,
                        span,
                        format!("an included file has no `{key}` of its own"),
                    )
                    .hint("it belongs into the root rubric"),
                );
            }
        }
    }
}

impl RubricDoc {
    fn without_root_keys(self) -> Self {
        Self {
            id: None,
            format: None,
            title: None,
            version: None,
            summary: None,
            author: None,
            challenge: None,
            ..self
        }
    }

    /// Takes in another document's tables. Lists are joined; a single table may be given once.
    fn absorb(&mut self, other: Self, diagnostics: &mut Vec<Diagnostic>) {
        macro_rules! join_lists {
            ($($list:ident),*) => {
                $( if let Some(more) = other.$list {
                    self.$list.get_or_insert_default().extend(more);
                } )*
            };
        }
        macro_rules! take_one {
            ($($table:ident),*) => {
                $( match (&self.$table, other.$table) {
                    (Some(first), Some(second)) => diagnostics.push(twice(first.span, second.span)),
                    (None, Some(table)) => self.$table = Some(table),
                    (_, None) => {}
                } )*
            };
        }
        self.given.merge(other.given);
        take_one!(
            format, id, title, version, summary, author, challenge, role, scale, process, decision
        );
        join_lists!(
            responsibilities,
            levels,
            skills,
            qualifications,
            disciplines,
            competencies,
            questions,
            attitudes,
            rounds,
            exercises,
            knockouts,
            video_prompts,
            resume_criteria,
            self_checks,
            faq
        );
    }
}

fn twice(first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(codes::CONFLICT, second, "this table is given in two files")
        .context(first, "given here already")
        .hint("keep one of the two")
}

/// A path of `folder`, without `.` and `..`; none where it leaves the root's folder.
fn join(folder: &str, path: &str) -> Option<String> {
    if path.is_empty() || path.starts_with('/') || path.contains(['\\', ':', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

pub(super) fn content_hash(files: &[(String, &[u8])]) -> String {
    let digests: Vec<_> = files
        .iter()
        .map(|(name, bytes)| (name.clone(), sha256_hex(bytes)))
        .collect();
    hash_of(&digests)
}

fn hash_of(files: &[(String, String)]) -> String {
    let digest = match files {
        [(_, only)] => only.clone(),
        files => {
            let lines: Vec<_> = files
                .iter()
                .map(|(name, digest)| format!("{digest}  {name}\n"))
                .collect();
            sha256_hex(lines.concat().as_bytes())
        }
    };
    format!("sha256:{digest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_folder() {
        assert_eq!(
            join("", "library/a.toml").as_deref(),
            Some("library/a.toml")
        );
        assert_eq!(
            join("library", "./b.toml").as_deref(),
            Some("library/b.toml")
        );
        assert_eq!(join("library", "../c.toml").as_deref(), Some("c.toml"));
        for outside in [
            "/etc/passwd",
            "../x.toml",
            "a/../../x.toml",
            "C:x.toml",
            "..\\x.toml",
            "",
        ] {
            assert_eq!(join("", outside), None, "{outside}");
        }
    }

    #[test]
    fn one_file_hashes_as_sha256sum_prints_it() {
        // printf abc | sha256sum; FIPS 180-2, appendix B.1.
        assert_eq!(
            content_hash(&[("a.toml".into(), b"abc")]),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn several_files_hash_as_the_listing_of_their_sums() {
        let lines = format!(
            "{}  a.toml\n{}  b.toml\n",
            sha256_hex(b"abc"),
            sha256_hex(b"")
        );
        assert_eq!(
            content_hash(&[("a.toml".into(), b"abc"), ("b.toml".into(), b"")]),
            format!("sha256:{}", sha256_hex(lines.as_bytes()))
        );
    }
}
