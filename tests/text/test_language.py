import pytest

from bot.text.language import detect

SENTENCES = {
    "en": "The council will vote on the new bridge next week, the mayor said on Tuesday.",
    "ru": "Городской совет проголосует по новому мосту на следующей неделе, сообщил мэр.",
    "de": "Der Stadtrat wird nächste Woche über die neue Brücke abstimmen, sagte die Bürgermeisterin.",
    "es": "El ayuntamiento votará la semana que viene sobre el nuevo puente, dijo la alcaldesa.",
    "fr": "Le conseil municipal votera la semaine prochaine sur le nouveau pont, a indiqué la maire.",
    "tr": "Belediye meclisi yeni köprü için gelecek hafta oylama yapacak, dedi başkan.",
    "ar": "سيصوت مجلس المدينة على الجسر الجديد الأسبوع المقبل، حسبما قال رئيس البلدية.",
    "hi": "नगर परिषद अगले सप्ताह नए पुल पर मतदान करेगी, महापौर ने मंगलवार को कहा।",
    "zh": "市长星期二表示，市议会将于下周就新桥进行表决。",
    "ja": "市長は火曜日、市議会が来週新しい橋について採決すると述べた。",
    "uk": "Міська рада голосуватиме щодо нового мосту наступного тижня, повідомив міський голова.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_tells_its_language(code):
    assert detect(SENTENCES[code]) == code


@pytest.mark.parametrize("code", SENTENCES)
def test_a_wrong_hint_does_not_outweigh_plain_text(code):
    assert detect(SENTENCES[code] * 3, hint="pt" if code == "en" else "en-US") == code


def test_a_hint_decides_where_the_text_is_too_short_to_tell():
    assert detect("Bravo", hint="fr-CA") == "fr"
    assert detect("Bravo", hint="it_IT") == "it"


@pytest.mark.parametrize("hint", ["", "x-default", "??", "und", "klingon", " EN "])
def test_an_odd_hint_is_no_error(hint):
    assert detect(SENTENCES["en"], hint=hint) == "en"


@pytest.mark.parametrize("text", ["", " \n", "12 345,6", "🙂🙂🙂", "...", "\u202e\u2066"])
def test_a_text_without_words_has_no_language(text):
    assert detect(text, hint="en") == "und"


def test_words_are_found_wherever_they_stand():
    assert detect("1234 " * 5_000 + SENTENCES["de"] * 3 + " 5678" * 5_000) == "de"


def test_capitals_do_not_hide_a_language():
    assert detect(SENTENCES["es"].upper()) == "es"


def test_a_long_article_is_told_by_its_start_middle_and_end():
    assert detect(SENTENCES["fr"] * 2_000) == "fr"
