//! Who a packet is for, and what it leaves out for them.

use serde::Serialize;

use super::{Names, Packet};

/// Who a packet is for. A candidate gets no packet but [`super::Feedback`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// The panel: everything.
    #[default]
    Panel,
    /// The hiring manager: everything but private notes.
    Manager,
    /// The recruiter: no private notes, and interviewers by role.
    Recruiter,
}

impl Profile {
    /// What is left out, in a sentence; nothing for the panel.
    #[must_use]
    pub fn text(self) -> Option<&'static str> {
        match self {
            Self::Panel => None,
            Self::Manager => Some("For the hiring manager: private notes are left out."),
            Self::Recruiter => Some(
                "For the recruiter: private notes are left out, and interviewers are named by role.",
            ),
        }
    }

    /// The names that a packet is built with.
    #[must_use]
    pub fn names(self, names: Names) -> Names {
        match self {
            Self::Panel | Self::Manager => names,
            Self::Recruiter => names.by_role(),
        }
    }

    /// Takes out of finished packets what is not for them.
    pub fn trim_all(self, packets: &mut [Packet]) {
        for packet in packets {
            self.trim(packet);
        }
    }

    fn trim(self, packet: &mut Packet) {
        packet.profile = self;
        packet.profile_text = self.text();
        if self == Self::Panel {
            return;
        }
        for card in packet.cards.iter_mut().chain(&mut packet.uncounted_cards) {
            card.private_note = None;
        }
    }
}
