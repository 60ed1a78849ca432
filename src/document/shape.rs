//! What the declarations of a format say, as data: for the schema and for the order of keys.

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    Text,
    Truth,
    Date,
    /// `[a-z0-9][a-z0-9-]*`, so many characters at most.
    Id {
        max_chars: usize,
    },
    /// A finite number, from and up to a bound where there is one.
    Number {
        min: Option<i64>,
        max: Option<i64>,
    },
    Whole {
        min: i64,
        max: i64,
    },
    Words(&'static [&'static str]),
    List(&'static Shape),
    /// A table whose keys are the writer's own.
    Named(&'static Shape),
    Table(&'static Table),
    /// One of several.
    Either(&'static [Shape]),
}

/// A table as it is declared.
#[derive(Debug)]
pub(crate) struct Table {
    /// What a person calls it, with its article.
    pub(crate) what: &'static str,
    /// What it is for; each line starts with a space.
    pub(crate) about: &'static str,
    /// Its keys, in the order in which they are best written.
    pub(crate) keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    /// What it means; each line starts with a space.
    pub(crate) about: &'static str,
    pub(crate) shape: Shape,
}

/// What a table requires of one of its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// It must be there and must not be blank.
    Required,
    /// It must be there; it may be blank.
    Present,
    /// It may be left out.
    Optional,
    /// A root file must have it, an included one must not; whoever gathers the files sees to it.
    Root,
    /// A root file may have it, an included one must not.
    RootOptional,
}

impl Table {
    /// The place of a key among those declared, with what it holds.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, Shape)> {
        let found = self.keys.iter().enumerate();
        found
            .map(|(idx, key)| (key.name, idx, key.shape))
            .find(|(key, _, _)| *key == name)
            .map(|(_, idx, shape)| (idx, shape))
    }
}

impl Shape {
    /// The table that a value of this shape is, or is a list of.
    pub(crate) fn table(self) -> Option<&'static Table> {
        match self {
            Self::Table(table) => Some(table),
            Self::List(item) => item.table(),
            _ => None,
        }
    }
}
