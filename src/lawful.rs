//! What must not be asked of a candidate, and what to ask instead. Rules look for it in rubrics,
//! and kits tell interviewers.

/// A topic that is no business of the panel's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// What is asked about, as in "this asks about …".
    pub about: &'static str,
    /// What to ask instead.
    pub instead: &'static str,
}

/// Every topic.
pub const ALL: &[Topic] = &[
    AGE,
    FAMILY,
    PREGNANCY,
    RELIGION,
    ORIGIN,
    RACE,
    HEALTH,
    GENETICS,
    ARREST,
    PAY,
    ORIENTATION,
    MILITARY,
    POLITICS,
    FINANCES,
];

pub(crate) const AGE: Topic = Topic {
    about: "age",
    instead: "ask what they have done that the work needs, whenever that was; where the law sets a \
        minimum age, ask only whether they are of that age",
};

pub(crate) const FAMILY: Topic = Topic {
    about: "family or marital status",
    instead: "state the hours, the travel and the place of the work, and ask everybody whether they \
        can work so",
};

pub(crate) const PREGNANCY: Topic = Topic {
    about: "pregnancy or plans for children",
    instead: "state when the work begins and what cannot be moved, and ask everybody whether they \
        can meet that",
};

pub(crate) const RELIGION: Topic = Topic {
    about: "religion",
    instead: "state the days and hours of the work, and ask everybody whether they can work them; \
        belief needs no mention",
};

pub(crate) const ORIGIN: Topic = Topic {
    about: "national origin or citizenship",
    instead: "ask everybody “are you authorised to work in this country?”, and which languages the \
        work needs they speak, how well",
};

pub(crate) const RACE: Topic = Topic {
    about: "race or ethnicity",
    instead: "leave it out: no work needs it; for monitoring, use a voluntary form that \
        interviewers never see",
};

pub(crate) const HEALTH: Topic = Topic {
    about: "disability or health",
    instead: "describe the tasks that the work cannot do without, and ask everybody “can you do \
        these, with or without an adjustment?”",
};

pub(crate) const GENETICS: Topic = Topic {
    about: "genetics or the family's medical history",
    instead: "leave it out, and leave out the health of relatives; describe the tasks and ask \
        everybody whether they can do them",
};

pub(crate) const ARREST: Topic = Topic {
    about: "arrests or convictions",
    instead: "leave arrests out; where the law makes a record matter for this work, say so, and \
        check it after the offer by the procedure that the law sets",
};

pub(crate) const PAY: Topic = Topic {
    about: "present or past pay",
    instead: "name the range of the role, and ask “what are your expectations for this role?”",
};

pub(crate) const ORIENTATION: Topic = Topic {
    about: "sex, gender or sexual orientation",
    instead: "leave it out: no work needs it; ask about what they did, in words that fit everybody",
};

pub(crate) const MILITARY: Topic = Topic {
    about: "discharge from military service",
    instead: "ask what they learned or did in the service that this work needs; leave out how the \
        service ended",
};

pub(crate) const POLITICS: Topic = Topic {
    about: "union membership or politics",
    instead: "leave it out; ask how they work with people who see things differently, by an \
        example from their work",
};

pub(crate) const FINANCES: Topic = Topic {
    about: "personal finances",
    instead: "leave it out; where the law asks for a check for this very work, say so and make it \
        after the offer",
};
