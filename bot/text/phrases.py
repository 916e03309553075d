"""Names and noun phrases of a text, as it writes them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from bot.text.names import links, lists_of, names_in
from bot.text.stems import stem
from bot.text.words import MARKS, SOLID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.text.names import Lists

_WORD = re.compile(rf"(?:(?![{SOLID}])[^\W_][{MARKS}]*)+(?:[-&.'’](?:(?![{SOLID}])[^\W_][{MARKS}]*)+)*")
_PLAIN_WORD = re.compile(r"[^\W_]+(?:[-&.'’][^\W_]+)*")
_SPECIAL = re.compile(rf"[{SOLID}{MARKS}]")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_SUFFIX = re.compile(r"(?<=\w\w)['’][^\W\d_]{1,6}$")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|dell|nell|dall|sull|all|un)['’](?=\w)", re.IGNORECASE)
_SOLID_RUN = re.compile("[\u30a1-\u30fa\u30fc]{3,12}|[\u4e00-\u9fff]{2,}|[\u0e01-\u0e4e]{4,}")
_ELIDING, _SUFFIXING = frozenset({"fr", "it", "ca"}), frozenset({"tr", "az"})
_SOLID_LETTER = re.compile(f"[{SOLID}]")
_SOLID_LONGEST = 6
_CLOSING = frozenset("\"'’”")
_OPENERS = "¿¡\"'“«„‘([—–-• "
_TWICE, _THRICE = 2, 3
_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words that may be a keyword.

    Attributes:
        text: as the article writes it.
        name: whether it is one by its capitals.
        sentence: where it stands, numbered from 0.
        least: how often it must be there to count.
    """

    text: str
    name: bool
    sentence: int
    least: int = 1


def phrases_of(sentences: Sequence[str], language: str) -> list[Phrase]:
    """All names of a text, and those of its noun phrases that it uses twice; for scripts without spaces, repeated runs.

    Args:
        sentences: in the text's order.
        language: an ISO 639-1 code.
    """
    lists = lists_of(language)
    words = [list(_words_of(sentence).finditer(sentence)) for sentence in sentences]
    own = lists.possessives | _own_possessives(sentences, words, lists)
    lower = {found.group() for matches in words for found in matches if found.group()[0].islower()}
    inner = {found.group() for matches in words[1:] or words for found in matches}
    found: list[Phrase] = []
    for number, (sentence, matches) in enumerate(zip(sentences, words, strict=True)):
        for run in _runs(sentence, matches, lists, own, language):
            if number == 0 and len(run) > 1 and run[0] not in inner:
                del run[0]  # the first word of a headline has a capital whatever it is
            found += _names(run, number, lower, lists, starts=sentence.lstrip(_OPENERS).startswith(run[0]))
            found += _noun_phrases(run, number)
        found += [Phrase(text, name=False, sentence=number, least=_TWICE) for text in _solid(sentence)]
    return _repeated(found)


def _words_of(sentence: str) -> re.Pattern[str]:
    """What finds the words of a sentence: a quicker one where no letter has a mark or is a word by itself."""
    return _WORD if not sentence.isascii() and _SPECIAL.search(sentence) else _PLAIN_WORD


def _own_possessives(sentences: Sequence[str], words: Sequence[list[re.Match[str]]], lists: Lists) -> frozenset[str]:
    """Names that a text only has with "'s", and not only as an owner, in lower case: "alzheimer's"."""
    forms = {found.group() for matches in words for found in matches}
    own = set()
    for sentence, matches in zip(sentences, words, strict=True):
        for found, following in zip_longest(matches, matches[1:]):
            form = found.group()
            if not (form[0].isupper() and _POSSESSIVE.search(form)) or _POSSESSIVE.sub("", form) in forms:
                continue
            owns = following and following.start() == found.end() + 1 and following.group() not in lists.stop
            if not owns and sentence[found.end() : found.end() + 1] not in _CLOSING:
                own.add(form.casefold())
    return frozenset(own)


def _runs(
    sentence: str, matches: list[re.Match[str]], lists: Lists, own: frozenset[str], language: str
) -> Iterator[list[str]]:
    """Runs of words between which there is a space and nothing else; function words part them, but "of" in a name."""
    run: list[str] = []
    end = -1
    for found, following in zip_longest(matches, matches[1:]):
        word = found.group()
        after = following.group() if following else ""
        bare = _bare(word, language) if ("'" in word or "’" in word) and word.casefold() not in own else word
        if run and sentence[end : found.start()] != " ":
            yield run
            run = []
        end = found.end()
        if len(word) == 1 and word.isupper() and after[:1].isupper() and (run or sentence.startswith(". ", end)):
            point = "." if sentence.startswith(". ", end) else ""
            run.append(word + point)  # an initial
            end += len(point)
        elif links(word, run, after, lists):
            run.append(word)
        elif bare.casefold() in lists.counted and bare[0].isupper() and found.start() and after[:1].isupper():
            run.append(bare)
        elif _parts(bare, word, lists):
            if run:
                yield run
            run = []
        else:
            run.append(bare)
            if bare != word:
                yield run
                run = []
    if run:
        yield run


def _parts(bare: str, word: str, lists: Lists) -> bool:
    """Whether a word is no part of any phrase; a title with a capital is, of what `names_in` makes of it."""
    key = bare.casefold()
    if bare[0].isupper() and key in lists.titles:
        return False
    return len(bare) < _TWICE or key in lists.stop or (bare is not word and word.casefold() in lists.stop)


def _bare(word: str, language: str) -> str:
    """A word without "'s", a Turkish suffix after an apostrophe, or a Romance article before one."""
    if language in _ELIDING:
        return _ELIDED.sub("", word)
    return (_SUFFIX if language in _SUFFIXING else _POSSESSIVE).sub("", word)


def _names(run: list[str], sentence: int, lower: set[str], lists: Lists, *, starts: bool) -> Iterator[Phrase]:
    """Runs of capitalised words, but "U.S." alone; a sentence's first word only if the text never writes it small."""
    words = run[1:] if starts and run[0][:1].isupper() and run[0].lower() in lower else run
    for name in names_in(words, lists):
        alone = starts and name == words[:1]
        yield Phrase(" ".join(name), name=True, sentence=sentence, least=_TWICE if alone else 1)


def _noun_phrases(run: list[str], sentence: int) -> Iterator[Phrase]:
    """Pairs of neighbouring words in small letters, or of a script that has no others; single words too."""
    small = [word if word[0].islower() or word[0].upper() == word[0].lower() else "" for word in run]
    small = ["" if word[:1].isdigit() else word for word in small]
    for left, right in pairwise(small):
        if left and right:
            yield Phrase(f"{left} {right}", name=False, sentence=sentence, least=_TWICE)
    for word in small:
        if len(word) >= _LETTERS or (word and word.upper() == word.lower()):
            yield Phrase(word, name=False, sentence=sentence, least=_THRICE if word.upper() != word.lower() else _TWICE)


def _solid(sentence: str) -> Iterator[str]:
    """Every run of letters of a script without spaces that may be a word."""
    for found in _SOLID_RUN.finditer(sentence):
        run = found.group()
        if "\u30a1" <= run[0] <= "\u30fc" or len(run) <= _TWICE:
            yield run
            continue
        for size in range(_TWICE, min(_SOLID_LONGEST, len(run)) + 1):
            for start in range(len(run) - size + 1):
                text = run[start : start + size]
                if not _function_letters(text):
                    yield text


def _function_letters(text: str) -> bool:
    return bool(_FUNCTION_LETTERS.search(text))


_FUNCTION_LETTERS = re.compile(
    "[的了是在和有不也就都而及与與或这這那他她它们們为為以于於对對从從将將被把等中上下个個到说說年月日时時]"
)


def _repeated(found: list[Phrase]) -> list[Phrase]:
    """Those that are there often enough, and not only as a part of one longer run of solid letters."""
    counts = Counter(key_of(phrase.text) for phrase in found)
    parts = {part for key, count in counts.items() for part in (key[1:], key[:-1]) if counts.get(part) == count}
    return [phrase for phrase in found if counts[key := key_of(phrase.text)] >= phrase.least and key not in parts]


def is_solid(text: str) -> bool:
    """Whether a text is of a script that writes no spaces between words."""
    return _SOLID_LETTER.match(text) is not None


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """What stands for all forms of a phrase: its stems."""
    return " ".join(map(stem, text.split()))
