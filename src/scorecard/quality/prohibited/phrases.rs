//! Statements about a person, topic by topic.
//!
//! `^` stands for the beginning of a sentence and `$` for its end, `~` for adverbs and small
//! words, `a|b` for either word, `{who}`, `{her}` and `{be}` for the words below. “They” and
//! “their” are named only where no thing could be meant.

use crate::lawful;

/// A topic with what is said of it.
pub(super) struct Topic {
    /// Its name.
    pub(super) of: lawful::Topic,
    /// Phrases that are about it.
    pub(super) says: &'static [&'static str],
    /// Phrases that mean something else.
    pub(super) except: &'static [&'static str],
}

/// The person.
pub(super) const WHO: &[&str] = &["she", "he", "candidate", "applicant", "interviewee"];

/// What is the person's.
pub(super) const HER: &[&str] = &["her", "his", "candidate's", "applicant's", "interviewee's"];

/// Ways to say that somebody is something.
pub(super) const BE: &[&str] = &[
    "is", "was", "seems", "seemed", "looks", "looked", "appears", "appeared", "being", "are",
    "were", "sounds", "sounded", "be",
];

/// What may stand between.
pub(super) const ADVERBS: &[&str] = &[
    "a",
    "already",
    "also",
    "an",
    "bit",
    "clearly",
    "currently",
    "fairly",
    "four",
    "five",
    "six",
    "likely",
    "little",
    "months",
    "newly",
    "not",
    "now",
    "obviously",
    "openly",
    "perhaps",
    "probably",
    "quite",
    "rather",
    "recently",
    "seven",
    "still",
    "to",
    "too",
    "very",
    "visibly",
    "weeks",
    "eight",
    "nine",
    "somewhat",
    "really",
    "just",
    "slightly",
    "be",
    "that",
];

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        of: lawful::AGE,
        says: &[
            "{who} {be} ~ old|young|older|elderly|middle-aged|ageing|aging|youthful $",
            "{who} {be} ~ old|young|older for|to",
            "{who} {be} ~ elderly|middle-aged",
            "{who} {be} in {her} teens|twenties|thirties|forties|fifties|sixties",
            "{her} age $",
            "for {her} age",
            "at {her} age",
            "despite|given {her} age",
            "^ too old|young $",
            "^ too old|young for|to",
            "young|old|older|elderly man|woman|lady|girl|guy|gentleman",
            "{who} {be} ~ close|near to retirement",
            "{who} {be} ~ nearing retirement",
            "{who} will|may|might retire soon",
            "{who} {be} ~ over the hill",
        ],
        except: &[],
    },
    Topic {
        of: lawful::FAMILY,
        says: &[
            "{her}|their husband|wife|spouse|fiance|fiancé|fiancée|boyfriend|girlfriend|kids|toddler|toddlers|babysitter|nanny",
            "{her} children|baby|daughter|daughters|son|sons|divorce|marriage|wedding|childcare|family",
            "{her} marital status",
            "{who}|they {be} ~ married|divorced|widowed",
            "{who} {be} ~ single $",
            "{who} {be} ~ single mother|mom|mum|father|dad|parent",
            "single|working|young|new|stay-at-home mother|mom|mum|mommy|mummy",
            "single|young|new father|dad",
            "{who} {be} ~ mother|father|mom|mum|dad|parent $",
            "{who} {be} ~ mother|father|mom|mum|dad|parent of|to|with",
            "{who} has|have ~ kids|toddler|toddlers|baby",
            "{who} has|have one|two|three|four|small|young|no|several kids|children",
            "{who} has|have children",
            "^ married|divorced|widowed $",
            "^ married with|and|to",
            "^ is|was ~ married|divorced|widowed",
            "^ has|have ~ kids",
            "family obligations|commitments",
        ],
        except: &["{her} family of"],
    },
    Topic {
        of: lawful::PREGNANCY,
        says: &[
            "{who}|they {be} ~ pregnant",
            "^ pregnant $",
            "^ is|was|looks|seems ~ pregnant",
            "{her}|their pregnancy",
            "{her} maternity|paternity|parental leave",
            "{who} {be} ~ on maternity|paternity|parental leave",
            "{who} {be} ~ expecting a baby|child",
            "{who} {be} ~ expecting $",
            "{who} wants|plans|hopes ~ have ~ kids|children|baby|family",
            "{who} wants|plans ~ kids|children|baby",
            "{who} {be} ~ trying|planning for ~ baby|child",
            "{who} {be} ~ planning ~ family",
            "^ might|may|will|could get pregnant",
            "{who} might|may|will|could get|become pregnant",
        ],
        except: &["pregnant with meaning", "pregnant pause"],
    },
    Topic {
        of: lawful::RELIGION,
        says: &[
            "{her} religion|church|mosque|synagogue|hijab|headscarf|turban|kippah|yarmulke|rosary|prayers|ramadan",
            "{her} religious beliefs|belief|views|holidays|background",
            "{her} faith $",
            "{who} {be} ~ muslim|jewish|hindu|catholic|buddhist|sikh|mormon|atheist|protestant|religious",
            "devout|practising|practicing muslim|christian|jew|hindu|catholic|buddhist|sikh|mormon",
            "{who} {be} a christian|jew",
            "{who} wears|wore ~ hijab|headscarf|turban|kippah|yarmulke|cross|burqa|niqab",
            "^ wears|wore|wearing ~ hijab|headscarf|turban|kippah|yarmulke|burqa|niqab",
            "{who} prays|prayed|fasts|fasted",
            "{who} goes|went to church|mosque|synagogue",
        ],
        except: &["{who} {be} ~ religious about"],
    },
    Topic {
        of: lawful::ORIGIN,
        says: &[
            "{her} accent",
            "{who} has|had|speaks|spoke ~ with|thick|heavy|strong|foreign|slight accent",
            "{who} has|had an accent",
            "speaks|spoke with ~ accent",
            "speaks|spoke with ~ thick|heavy|strong|foreign accent",
            "thick|heavy|foreign|indian|chinese|russian|french|german|polish|spanish|african|eastern accent",
            "^ strong|slight accent",
            "{her} nationality|citizenship|homeland|ancestry|birthplace",
            "{her} country of origin|birth",
            "{her} native|home country",
            "{who} {be} ~ foreigner|immigrant|refugee|foreign $",
            "{who} {be} ~ native|non-native speaker",
            "{who} {be} ~ native|non-native english speaker",
            "^ not ~ native speaker",
            "^ not ~ native english speaker",
            "{who} {be} ~ chinese|indian|pakistani|russian|polish|german|french|italian|spanish|mexican|nigerian|turkish|vietnamese|korean|japanese|iranian|syrian|ukrainian|romanian|brazilian|egyptian $",
            "{who} {be} ~ from china|india|pakistan|russia|poland|germany|france|italy|spain|mexico|nigeria|turkey|vietnam|korea|japan|iran|syria|ukraine|romania|brazil|egypt|africa|asia",
            "{who} comes|came from china|india|pakistan|russia|poland|germany|france|italy|spain|mexico|nigeria|turkey|vietnam|korea|japan|iran|syria|ukraine|romania|brazil|egypt|africa|asia",
            "{who} immigrated|emigrated",
        ],
        except: &[
            "{her} accent color|colour|colors|colours",
            "{her} native country code",
        ],
    },
    Topic {
        of: lawful::RACE,
        says: &[
            "{her} race $",
            "{her} ethnicity|skin",
            "{her} ethnic background|origin",
            "{who} {be} ~ black|white|asian|latino|latina|hispanic|african|arab|caucasian|brown $",
            "{who} {be} ~ black|white|asian|latino|latina|hispanic|african|arab man|woman|person|guy|girl",
            "black|white|asian|latino|latina|hispanic|arab man|woman|guy|girl|male|female",
            "diversity hire|candidate",
            "person of color|colour",
        ],
        except: &["person of color|colour palette"],
    },
    Topic {
        of: lawful::HEALTH,
        says: &[
            "{her} disability|illness|cancer|adhd|autism|dyslexia|stutter|stammer|medication|wheelchair|limp|pacemaker|deafness|blindness|weight $",
            "{her} disability|illness|wheelchair|stutter|stammer|hearing|adhd|autism|dyslexia",
            "{her} mental|physical health",
            "{her} health problems|issues|condition|conditions",
            "{her} health $",
            "{her} sick leave",
            "{who} {be} ~ disabled|autistic|dyslexic|bipolar|obese|overweight|handicapped|alcoholic|neurodivergent",
            "{who} {be} ~ deaf|depressed|blind $",
            "{who} {be} in a wheelchair",
            "{who} uses|used a wheelchair",
            "{who} has|had|have ~ adhd|autism|cancer|diabetes|epilepsy|depression|disability|stutter|stammer|dyslexia|limp",
            "{who} suffers|suffered from ~ adhd|autism|cancer|diabetes|epilepsy|depression|anxiety|burnout|migraines",
            "^ in a wheelchair",
            "{who} stutters|stammers|limps",
        ],
        except: &[
            "{who} {be} deaf to",
            "{her} hearing of",
            "{her} hearing that",
        ],
    },
    Topic {
        of: lawful::GENETICS,
        says: &[
            "{her} family|genetic medical|health history",
            "{her} genetic test|tests|disorder|condition",
            "{who} {be} ~ carrier of ~ gene",
        ],
        except: &[],
    },
    Topic {
        of: lawful::ARREST,
        says: &[
            "{her} criminal record|history|past|conviction",
            "{who} has|had a criminal record",
            "{who} {be} ~ arrested|convicted|jailed|imprisoned",
            "{who} {be} ~ in|to prison|jail",
            "{her} arrest",
            "{who} {be} ~ ex-convict|felon",
        ],
        except: &[],
    },
    Topic {
        of: lawful::PAY,
        says: &[
            "{her} current|present|last|previous|old salary|pay|compensation|wage|package",
            "{her} salary $",
            "{her} salary history",
            "{who} currently|presently|now earns|makes",
            "^ currently|presently earns|earning",
        ],
        except: &[],
    },
    Topic {
        of: lawful::ORIENTATION,
        says: &[
            "{who} {be} ~ gay|lesbian|bisexual|transgender|trans|homosexual|heterosexual|non-binary|effeminate|queer",
            "{her}|their same-sex partner",
            "{her} sexual orientation",
            "{her} sexuality|gender|sex $",
            "{her} gender identity",
            "for a woman|girl $",
            "good|strong|technical|assertive|tough|aggressive for a woman|girl",
            "{who} {be} ~ attractive|good-looking|beautiful|handsome|sexy $",
            "{who} {be} ~ attractive|good-looking|beautiful|handsome|sexy woman|man|girl|guy",
            "as a woman|mother",
        ],
        except: &[],
    },
    Topic {
        of: lawful::MILITARY,
        says: &[
            "dishonorable|dishonourable discharge",
            "{who} {be} dishonorably|dishonourably discharged",
            "{her} military discharge",
        ],
        except: &[],
    },
    Topic {
        of: lawful::POLITICS,
        says: &[
            "{her} politics",
            "{her} political views|beliefs|opinions|party",
            "{her} union membership",
            "{who} {be} ~ union|party member",
            "{who} {be} ~ leftist|communist|socialist|republican|right-winger|left-winger $",
            "{who} votes|voted for",
        ],
        except: &[],
    },
    Topic {
        of: lawful::FINANCES,
        says: &[
            "{her} debts|mortgage|bankruptcy",
            "{her} credit score|rating|history",
            "{who} {be} ~ bankrupt $",
        ],
        except: &[],
    },
];
