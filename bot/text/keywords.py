"""The names and phrases an article is found and grouped by."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bot.text.phrases import Phrase, is_solid, key_of, phrases_of
from bot.text.summary.model import RARE, model_for
from bot.text.summary.openings import openings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_SENTENCES, _MOST_LETTERS = 400, 1_000
"""How much of an article, and of a sentence, is read: what an article is about it says before."""

_NAME = 2.0
_OF_TITLE = 1.6
_EACH_WORD = 0.4
_HALF_WAY = 12.0
_SOLID_LETTERS = 2
_SMALL = 0.4


def keywords(sentences: Sequence[str], *, title: str, language: str, limit: int = 5) -> tuple[str, ...]:
    """Find an article's key phrases, best first, in its own words and case.

    A phrase counts for more the oftener it comes, the earlier it first does, if it is a name, and if the headline has
    it; a name's last word alone counts for the whole name.

    Args:
        sentences: of the cleaned body, in order.
        title: the headline; may be empty.
        language: an ISO 639-1 code, or ``"und"``.
        limit: the most phrases to return.

    Returns:
        Names and noun phrases, none a part of another, none a function word.
    """
    openings = openings_of(language)
    body = [text[:_MOST_LETTERS] for text in sentences[:_MOST_SENTENCES] if not openings.is_furniture(text)]
    found = phrases_of([title[:_MOST_LETTERS], *body], language)
    weights = _weights(found, key_of(title))
    forms = _forms(found)
    chosen: list[str] = []
    for key in sorted(weights, key=lambda key: -weights[key]):
        if len(chosen) >= limit:
            break
        if not any(_overlap(key, other) for other in chosen):
            chosen.append(key)
    return tuple(forms[key] for key in chosen)


def _weights(found: Sequence[Phrase], title: str) -> dict[str, float]:
    """The weight of each phrase, by its key."""
    counts = Counter(key_of(phrase.text) for phrase in found)
    first: dict[str, Phrase] = {}
    for phrase in sorted(found, key=lambda phrase: phrase.sentence == 0):  # a headline has names cut short
        first.setdefault(key_of(phrase.text), phrase)
    names = {key_of(phrase.text) for phrase in found if phrase.name}
    whole = _whole_names(names, counts, first)
    weights: dict[str, float] = defaultdict(float)
    for key, count in counts.items():
        phrase = first[key]
        size = max(1.0, len(key) / _SOLID_LETTERS) if is_solid(key) else key.count(" ") + 1
        weight = count * (1 + _EACH_WORD * (size - 1)) / (1 + phrase.sentence / _HALF_WAY)
        weight *= _SMALL * _rareness(key) if phrase.text.islower() and " " not in phrase.text else 1.0
        weight *= _NAME if key in names else 1.0
        weight *= _OF_TITLE if f" {key} " in f" {title} " else 1.0
        weights[whole.get(key, key)] += weight
    return weights


def _rareness(key: str) -> float:
    """How seldom news articles have a stem, 0 to 1: 1 for those that few have."""
    model = model_for("en")
    return float(min(1.0, model.frequency[model.stems.get(key, -1)] / RARE))


def _whole_names(names: set[str], counts: Counter[str], first: dict[str, Phrase]) -> dict[str, str]:
    """For a name of one word the longer name that introduced it, the most frequent one: "Lee" for "Ann Lee".

    A longer name stands for no word that the text had before it.
    """
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda key: (counts[key], key)):
        parts = name.split()
        place = first[name].sentence
        introduced = [part for part in (parts[-1],) if part in names and place <= first[part].sentence]
        introduced += [part for part in parts[:1] if part in names and place < first[part].sentence]
        if len(parts) > 1:
            found.update(dict.fromkeys(introduced, name))
    return found


def _forms(found: Iterable[Phrase]) -> dict[str, str]:
    """How each phrase is written most often."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase in found:
        forms[key_of(phrase.text)][phrase.text] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in forms.items()}


def _overlap(key: str, other: str) -> bool:
    """Whether two phrases share a word, or one is a part of the other."""
    return bool(set(key.split()) & set(other.split())) or key in other or other in key
