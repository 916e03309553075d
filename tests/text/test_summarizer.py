import pytest
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.parsers.plaintext import PlaintextParser

from bot.text.sentences import Tokenizer
from bot.text.summarizer import NewsSummarizer

TEXT = """The harbour town of Ardvale will close its ferry terminal in March after the council ran out of money.

The terminal carried 40,000 passengers last year, the council said in a report published on Monday.

Critics of the plan say the closure will cut off two island villages.

The council expects the repairs to cost 3 million pounds, twice what was planned in 2019.

A decision on a new terminal is due in June, according to the harbour master, Ina Crow."""


def test_it_is_a_sumy_summarizer_for_sumy_documents():
    document = PlaintextParser.from_string(TEXT, Tokenizer("en")).document
    summary = NewsSummarizer()(document, 2)
    assert len(summary) == 2
    assert all(isinstance(sentence, Sentence) and sentence in document.sentences for sentence in summary)


@pytest.mark.parametrize("count", [1, "1", "20%", lambda sentences: sentences[:1]])
def test_it_takes_every_count_that_sumy_takes(count):
    document = PlaintextParser.from_string(TEXT, Tokenizer("en")).document
    assert len(NewsSummarizer()(document, count)) == 1


def test_an_empty_document_has_an_empty_summary():
    assert NewsSummarizer()(ObjectDocumentModel([]), 3) == ()
    assert NewsSummarizer()(ObjectDocumentModel([Paragraph([Sentence("...", Tokenizer("en"))])]), 3) == ()
    document = PlaintextParser.from_string(TEXT, Tokenizer("en")).document
    assert NewsSummarizer()(document, 0) == ()


def test_a_stemmer_of_the_users_own_is_used():
    seen = []

    def stemmer(word):
        seen.append(word)
        return word.lower()

    NewsSummarizer(stemmer)(PlaintextParser.from_string(TEXT, Tokenizer("en")).document, 2)
    assert "harbour" in seen
