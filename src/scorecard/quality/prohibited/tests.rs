use super::super::testing::{ending, evidence, many};
use super::{CHECK, LEXICON, TOPICS};

fn topics(text: &str) -> Vec<&'static str> {
    let hits = LEXICON.hits(text);
    hits.into_iter()
        .map(|(topic, _)| TOPICS[topic].of.about)
        .collect()
}

#[test]
fn it_fires_on() {
    let cases = [
        ("age", "She is too old for this team."),
        ("age", "Too young to lead. Otherwise fine."),
        ("age", "Very quick for his age."),
        ("age", "The candidate seems rather elderly."),
        ("age", "A young woman with much to say."),
        ("age", "He is in his fifties"),
        ("family or marital status", "Her husband works at the bank."),
        ("family or marital status", "He’s recently divorced"),
        (
            "family or marital status",
            "A young mother, may be away often.",
        ),
        ("family or marital status", "The candidate has two kids."),
        (
            "family or marital status",
            "Talked about their kids for a while.",
        ),
        ("family or marital status", "Married with children."),
        (
            "pregnancy or plans for children",
            "Is pregnant, so not before spring.",
        ),
        (
            "pregnancy or plans for children",
            "She's six months pregnant.",
        ),
        (
            "pregnancy or plans for children",
            "Candidate is visibly pregnant",
        ),
        (
            "pregnancy or plans for children",
            "She plans to have children.",
        ),
        ("religion", "He is a devout Catholic"),
        ("religion", "Wears a headscarf."),
        ("religion", "She is Muslim."),
        (
            "national origin or citizenship",
            "Her accent made it hard to follow.",
        ),
        (
            "national origin or citizenship",
            "Spoke with a thick accent.",
        ),
        ("national origin or citizenship", "Not a native speaker."),
        ("national origin or citizenship", "He comes from India."),
        ("race or ethnicity", "A diversity hire."),
        ("race or ethnicity", "She is Asian."),
        ("disability or health", "His stutter got worse."),
        ("disability or health", "The applicant is in a wheelchair"),
        ("disability or health", "She suffers from depression."),
        ("arrests or convictions", "He has a criminal record."),
        ("present or past pay", "Her current salary is 80k."),
        ("sex, gender or sexual orientation", "He is openly gay."),
        (
            "sex, gender or sexual orientation",
            "Very technical for a woman.",
        ),
        ("union membership or politics", "She is a union member."),
        ("personal finances", "Mentioned his debts."),
        (
            "discharge from military service",
            "A dishonorable discharge.",
        ),
        (
            "genetics or the family's medical history",
            "Spoke of her family medical history.",
        ),
    ];
    let wrong: Vec<_> = cases
        .into_iter()
        .filter(|(about, text)| topics(text) != [*about])
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn it_is_silent_on() {
    let texts = [
        "Killed the parent process and waited for their children to exit.",
        "Asked about the age of the cache before evicting.",
        "Found the race condition in four minutes; explained his race condition test.",
        "The customer was pregnant with meaning to ask for more.",
        "The customer is pregnant and the form refused her date.",
        "In the scenario the user is married and has two kids.",
        "Too old a version was pinned.",
        "The library is too old for this platform.",
        "She is older than the framework she maintains, she joked about her code.",
        "The cluster is nearing retirement.",
        "Retired the old host after moving its traffic.",
        "He was blind to the cost of it until asked.",
        "Depth of technical debt was named early.",
        "She was straight with the customer.",
        "He is single-handedly on call.",
        "She is engaged and listens.",
        "He is from the platform team.",
        "Put the accent colour into a variable; an é has an accent.",
        "Her accent colours were consistent.",
        "He has faith in tests; his faith in the tests was earned.",
        "Wrote a union of both queries; his union query was slow.",
        "He is conservative in his estimates.",
        "She spoke with conviction. His conviction was that it would hold.",
        "Her health check endpoint returned early.",
        "Each node keeps their shards apart from its own.",
        "The candidate was Christian Müller's pick for the pairing.",
        "Stored the gender column as text.",
        "It is native to the platform, and he is white-listing hosts.",
        "He is black-boxing the service.",
        "Their age in the queue decides which jobs go first.",
        "Young generation collection was explained well.",
        "李雷在两分钟内回滚了发布。 عمر أعاد الإصدار السابق. Thị Ánh, Łucja, Jose\u{301} 👩\u{200d}💻",
        "",
        "'''",
    ];
    let wrong: Vec<_> = texts
        .into_iter()
        .map(|text| (text, topics(text)))
        .filter(|(_, topics)| !topics.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_free_text_is_looked_at_and_a_topic_is_said_once() {
    let card = ending(
        "recommendation = \"hire\"\nsummary = \"His wife called.\"\n\
         private-note = \"She is pregnant.\"\nasked = [\"outage\"]\n\
         [[score]]\ncriterion = \"diagnosis\"\nscore = \"declined\"\n\
         evidence = \"Her husband and her kids and her accent.\"\n",
    );
    assert_eq!(
        many(&CHECK, &[card]),
        [
            "this is about family or marital status",
            "this is about pregnancy or plans for children",
            "this is about family or marital status",
            "this is about national origin or citizenship"
        ]
    );
}

#[test]
fn a_mebibyte_is_read_through() {
    let text = "she is a very very very ".repeat(40_000);
    assert_eq!(many(&CHECK, &[evidence(&text)]), [""; 0]);
    let hit = format!("{text} and is not. Her husband.");
    assert_eq!(many(&CHECK, &[evidence(&hit)]).len(), 1);
}
