import pytest

from bot.text.summary.openings import openings_of
from bot.text.summary.readable import Readable

PLAIN = "The council of Ardvale will vote on the new bridge on Monday."


def judged(sentence, language="en"):
    return Readable([PLAIN, sentence, PLAIN], openings_of(language))


@pytest.mark.parametrize(
    "sentence",
    [
        "Will the council of Ardvale vote on the bridge?",
        "COUNCIL OF ARDVALE TO VOTE ON THE BRIDGE.",
        "Read more about the council of Ardvale here.",
        "Photo: the council of Ardvale in its chamber.",
        "Ann Lee and Bo Ek contributed to this report.",
        "Follow the council on http://ardvale.example today.",
        "Council of Ardvale votes on bridge",
        "These are the plans that it has:",
        "It said no.",
        'The mayor said "we will vote on the bridge.',
        'The mayor put it like this:"We vote on the bridge.',
        "word " * 90 + "end.",
        "Council of Ardvale votes on its new bridge .",
        "The views expressed in this article are solely those of the writer.",
        "Ann Lee speaks on the bridge in May The mayor of Ardvale will vote against it.",
        "The vote took place in the old town hall (pictured).",
    ],
)
def test_what_is_no_statement_is_not_used(sentence):
    assert not judged(sentence).usable(1)


@pytest.mark.parametrize(
    "sentence",
    [
        PLAIN,
        '"We will vote on the bridge," Mayor Ann Lee said.',
        "NASA and ESA said that the probe had landed.",
        "This week the council will vote on the bridge.",
        "Because of the rain the vote was put off.",
        "Doctors say they had warned the council in May.",
        "In 2011 Ann Lee said she would vote against it.",
        "The film The Bridge will be shown in the town hall.",
    ],
)
def test_a_statement_that_stands_alone_is_used_alone(sentence):
    assert judged(sentence).usable(1)
    assert not judged(sentence).after_previous(1)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "She will vote on the bridge on Monday."),
        ("en", "But the council will vote on Monday."),
        ("en", "In addition, the council has a plan."),
        ("en", "In 2011 he voted against the bridge."),
        ("en", "Last week it turned down the bridge."),
        ("ru", "В 2011 году он голосовал против моста."),
        ("en", "It’s the third vote on the bridge."),
        ("en", '"We will vote on the bridge on Monday."'),
        ("en", '"We will vote on the bridge," she said.'),
        ("ru", "Он заявил, что проект будет готов в срок."),
        ("ru", "Кроме того, совет рассмотрит бюджет города."),
        ("de", "Er sagte, das Projekt werde pünktlich fertig."),
        ("de", "Außerdem wird der Haushalt der Stadt beraten."),
        ("es", "Ella dijo que el proyecto estará listo."),
        ("es", "Sin embargo, el proyecto estará listo a tiempo."),
        ("fr", "Il a déclaré que le projet serait prêt."),
        ("fr", "En outre, le budget de la ville sera examiné."),
        ("tr", "Bu nedenle proje zamanında hazır olacak dedi."),
        ("ar", "لكن المشروع سيكون جاهزا في الموعد المحدد."),
        ("hi", "उन्होंने कहा कि परियोजना समय पर तैयार होगी।"),
        ("zh", "他表示，该项目将按时完成并投入使用。"),
        ("ja", "しかし、計画は予定通り完成する見込みだ。"),
    ],
)
def test_a_sentence_that_looks_back_stands_only_after_the_one_before(language, sentence):
    assert judged(sentence, language).after_previous(1)


def test_the_first_sentence_has_none_before_it_to_need():
    assert not Readable(["It was a cold day in Ardvale when the bridge fell."], openings_of("en")).after_previous(0)


@pytest.mark.parametrize(
    "sentence",
    [
        "She told Ann Lee that it was late.",
        "But Ann Lee voted against the bridge.",
        "It is the best town of all for a walk.",
    ],
)
def test_a_first_sentence_of_nobody_is_not_used(sentence):
    assert not Readable([sentence, PLAIN], openings_of("en")).usable(0)


@pytest.mark.parametrize(
    "sentence", ["Its mayor, Bo Ek, runs the town now.", "When she was four, Ann Lee came to town."]
)
def test_a_first_sentence_that_names_whom_it_means_is_used(sentence):
    assert Readable([sentence, PLAIN], openings_of("en")).usable(0)


def test_a_text_without_full_stops_is_still_used():
    lines = ["The council of Ardvale votes on Monday", "A new bridge is planned for next year"]
    assert Readable(lines, openings_of("en")).usable(0)
