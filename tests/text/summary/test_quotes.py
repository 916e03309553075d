import pytest

from bot.text.summary.quotes import cut_quotes, quoted_share


@pytest.mark.parametrize(
    "sentences",
    [
        ['"Go home," she said.', "He left."],
        ["“Go home,” she said."],
        ["«Всё хорошо!» — сказал он."],
        ["Il a dit : « Oui. »"],
        ["„Das ist gut“, sagte er."],
        ["»Hej«, sagde han.", "”Ja”, sade hon."],
        ["首相は「大丈夫だ」と述べた。"],
        ["'Oh no,' he said.", "It's the workers' right.", "Rock 'n' roll of the '90s."],
        ["The 6'2\" man left.", 'The "Star Trek" era.'],
        ["He said: 'I am.'", "\"'Nested' quotes,\" he said."],
    ],
)
def test_whole_quotations_are_not_cut(sentences):
    assert cut_quotes(sentences) == [False] * len(sentences)


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (['"We know where.', "We know how.", 'We know," she said.', "He left."], [True, True, True, False]),
        (["'We know where.", "We know,' she said.", "He left."], [True, True, False]),
        (["Он сказал: «Да.", "Нет».", "И ушёл."], [True, True, False]),
        (["„Das ist gut.", "Sehr gut“, sagte er."], [True, True]),
        (['"A quotation that never ends.', "A sentence.", '"Another," he said.'], [True, False, False]),
        (['Its end alone," he said.', '"Another," he said.'], [True, False]),
    ],
)
def test_a_quotation_over_sentences_is_cut_and_spoils_nothing_after_it(sentences, expected):
    assert cut_quotes(sentences) == expected


def test_the_quoted_share_is_that_of_the_letters():
    assert quoted_share('"1234" 678') == 0.4
    assert quoted_share("None here.") == quoted_share("") == 0.0
