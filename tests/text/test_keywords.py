import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.keywords import keywords
from bot.text.sentences import split_all
from bot.text.stems import stop_words

ARTICLE = [
    "The council of Ardvale will close the ferry terminal in March, Mayor Ann Lee said on Tuesday.",
    "Lee told Coastal Radio that the ferry terminal needed repairs. The repairs would cost Ardvale 3 million pounds.",
    '"Nobody wanted this," Lee said. Port Nessan will take the ferries. Lee\'s deputy, Bo Ek, voted against it.',
    "Bo Smith contributed to this report.",
]


def found(paragraphs=ARTICLE, title="Ardvale to close its ferry terminal", language="en", **options):
    return keywords(split_all(paragraphs, language), title=title, language=language, **options)


def test_names_and_noun_phrases_are_found_as_the_article_writes_them():
    assert {"Ann Lee", "Ardvale"} <= {phrase.removeprefix("Mayor ") for phrase in found()}
    assert "ferry terminal" in found()
    assert "Nobody" not in found(limit=20)


@pytest.mark.parametrize("limit", [0, 1, 3, 5])
def test_there_are_no_more_than_asked_for(limit):
    assert len(found(limit=limit)) <= limit


def test_none_is_a_part_of_another_nor_a_day_a_credit_or_a_function_word():
    phrases = found(limit=9)
    for phrase in phrases:
        assert phrase.casefold() not in stop_words("en") | {"tuesday", "march", "bo smith"}
        assert not any(phrase != other and phrase in other for other in phrases)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Talks with Secretary of State Ann Lee began. Lee spoke for an hour.", "Ann Lee"),
        ("They met Foreign Minister Bo Ek in May. Ek was late.", "Bo Ek"),
        ("Nordwell CEO Bo Ek sold his shares. Ek gave no reason.", "Bo Ek"),
        ("The People's Army of Ardvale marched on.", "People's Army of Ardvale"),
        ("He has Hartmann's syndrome. There is no cure for Hartmann's.", "Hartmann's"),
        ("A report by the Bank of Ardvale was read out.", "Bank of Ardvale"),
        ("The speech of George W. Ferrow was long. Ferrow drank water.", "George W. Ferrow"),
        ("The side won the Six Valleys again in spring.", "Six Valleys"),
        ("A letter to Maria von Hardeck was found. Hardeck had lost it.", "Maria von Hardeck"),
    ],
)
def test_a_name_is_found_whole_and_without_the_title_before_it(text, name):
    assert name in found([text], title="")


def test_a_possessor_is_no_part_of_what_it_has():
    assert set(found(["The mayor of Norland's Bo Ek left. Then Norland's rain fell."], title="")) >= {
        "Norland",
        "Bo Ek",
    }


def test_a_place_is_not_taken_for_the_short_form_of_a_longer_name_after_it():
    text = [
        "A storm hit Ardvale. In Ardvale two roads closed.",
        "The Ardvale Harbour Trust gave money. Ardvale is poor.",
    ]
    assert found(text, title="")[0] == "Ardvale"


def test_the_first_word_of_a_headline_is_no_name_for_its_capital_alone():
    text = ["Ann Lee met the press. A fuming Lee left early.", "Lee did not come back."]
    assert found(text, title="Fuming Lee leaves early")[0] == "Ann Lee"


def test_an_article_without_words_has_none():
    assert found([], title="") == found(["... 12 34"], title="") == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "人工智能产业发展迅速。北京市政府支持人工智能。专家认为人工智能前景广阔。", "人工智能"),
        ("ja", "トヨタは新しい工場を建設する。トヨタの社長が発表した。", "トヨタ"),
        ("hi", "नगर परिषद नए पुल पर मतदान करेगी। नगर परिषद ने योजना बनाई।", "नगर परिषद"),
        ("ar", "أعلن مجلس المدينة خطة جديدة. ووافق مجلس المدينة على الميزانية.", "مجلس المدينة"),
        ("ru", "Мэр Мурманска Иван Петров открыл мост. Петров заявил, что мост нужен Мурманску.", "Иван Петров"),
        ("tr", "İzmir'de yeni köprü açıldı. Vali İzmir'in köprüye ihtiyacı olduğunu söyledi.", "İzmir"),
        ("fr", "L'Assemblée nationale a voté. Le débat à l'Assemblée nationale a duré une nuit.", "Assemblée"),
    ],
)
def test_other_languages_have_theirs(language, text, expected):
    assert any(expected in phrase for phrase in found([text], title="", language=language))


@settings(max_examples=100, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(["Ann", "Lee's", "the", ".", "日本", "है", "'"])).map(" ".join),
    ),
    language=st.sampled_from(["en", "de", "zh", "ja", "hi", "und", ""]),
)
def test_any_text_whatever_has_keywords_of_its_own_letters(text, language):
    phrases = keywords(split_all([text], language), title=text[:50], language=language)
    assert len(phrases) == len(set(phrases)) <= 5
    for phrase in phrases:
        assert all(word in text for word in phrase.split())
