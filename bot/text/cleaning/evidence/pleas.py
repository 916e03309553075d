"""Appeals to the readers for support: single paragraphs, and whole blocks with opener, arguments and thanks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.text.cleaning.evidence.words import lowered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.evidence.facts import LineFacts
    from bot.text.cleaning.lines import PageLine

_ASK = re.compile(
    r"""\b(?:(?:support\w*|donat\w+|contribut\w+|fund(?:ing|ed)?)\b.{0,80}\b(?:us|our\ (?:work|journalis\w+
    |report\w+|newsroom
      |mission|site|coverage)|(?:independent|quality|public-interest)\ (?:journalism|media|news|reporting)|this\ site)\b
    | your\ (?:support|donation|contribution|gift|subscription|generosity)\b
    | readers\ like\ you\b | asking\ (?:for\ your|you\ for|our\ readers) | unsubscribe\b
    | our\ (?:\w+\ ){0,2}newsletters?\b | (?:support\w*|keep\w*)\b.{0,80}\bindependent\ (?:journalism
    |reporting|media|press)\b
    | depends\ on\ (?:you|readers)\b | help\ us\ (?:keep|continue|fill|stay|provide|fund|deliver
    |survive|remain|grow)\b | need\ your\ help\b
    | become\ an?\ (?:\w+\ )?(?:member|subscriber|patron|supporter)\b | (?:subscribe
    |sign\ up)\b.{0,12}\ (?:for|to)\ our\b
    | ad(?:vert\w*)?-free\b | disabled?\ (?:all\ )?ads?\b | ad\ ?-?block
    | (?:unterstütz\w+|spende\w*)\b.{0,60}\b(?:uns|unsere\w*|unabhängig\w*|journalismus)\b
    | (?:soutene[zr]|faites\ un\ don|aidez)\b.{0,60}\b(?:nous|notre|indépendan\w+|journalisme)\b
    | (?:apoya\w*|dona\w*|suscríbe\w*)\b.{0,60}\b(?:nos|nuestro\w*|independiente|periodismo)\b
    | (?:sostieni\w*|sostenere|dona|abbonati)\b.{0,60}\b(?:noi|ci|nostr\w+|indipendente|giornalismo)\b
    | (?:apoie|doe|assine|contribua)\b.{0,60}\b(?:nos|nosso\w*|independente|jornalismo)\b
    | (?:steun|doneer|word\ lid)\b.{0,60}\b(?:ons|onze|onafhankelijke|journalistiek)\b
    | (?:wesprzyj|wspieraj\w*|wpłać)\b.{0,60}\b(?:nas|nasz\w*|niezależn\w+|dziennikarstw\w+)\b
    )
    | (?:поддерж(?:ите|ать|ив)\w*|пожертв\w+|подпишитесь).{0,60}(?:нас|наш\w*|независим\w+|журналист\w+|редакци\w+)
    | (?:підтрима\w+|пожертв\w+).{0,60}(?:нас|наш\w*|незалежн\w+|журналіст\w+)
    | (?:στηρίξτε|υποστηρίξτε).{0,60}(?:μας|ανεξάρτητη|δημοσιογραφία)
    | (?:支持|捐助|捐款|赞助).{0,12}(?:我们|我們|本站|本报|独立)""",
    re.VERBOSE,
)
_OPENER = re.compile(
    r"""^(?:a\ (?:message|note|letter|word|request|personal\ appeal)\ (?:from|to)\b.{2,60}
    |(?:dear|hello|hi),?\ (?:our\ )?(?:readers?|friends?|subscribers?|supporters?|visitors?)\b.{0,20}
    |lieb(?:e|er)\ leser\w*.{0,40}|ch(?:er|ère)s?\ lect(?:eur|rice)\w*.{0,30}
    |(?:queridos?|estimados?)\ lectores\b.{0,30}|car[io]\ lettor\w+.{0,20}|car[oa]s?\ leitor\w*.{0,20}
    |beste\ lezers?.{0,20}|kära\ läsare.{0,20}|drodzy\ czytelnicy.{0,20}
    |(?:дорогие|уважаемые)\ читатели.{0,20}|(?:дорогі|шановні)\ читачі.{0,20}
    |αγαπητ\w+\ αναγν[ώω]στ\w+.{0,20}|(?:亲爱的|各位)读者.{0,10})[:,!.，！：]?$""",
    re.VERBOSE,
)
_REACH = 6
# A choice has so many entries, of so many characters at most: "Once", "Every month", "Other amount". One of them at
# least is an amount of money or how often it is given.
_FEWEST_CHOICES, _MOST_CHOICES, _LONGEST_CHOICE = 3, 8, 24
_CHOICE = re.compile(
    r"""[$€£¥₽₴₹₩]\s?\d | \d\s?(?:[$€£¥₽₴₹₩]|(?:usd|eur|euros?|dollars?|kr|zł|руб|грн)\b)
    | ^(?:just\ )?once$ | \bone[\ -]?(?:time|off)\b | \b(?:monthly|yearly|annual(?:ly)?)\b
    | \b(?:(?:per|every|each|a)\ (?:month|year))\b
    | \b(?:einmalig|monatlich|jährlich|une\ fois|mensuel\w*|annuel\w*|par\ (?:mois|an)|una\ vez|mensual\w*|anual\w*
      |al\ mes|una\ tantum|mensile|annuale|al\ mese|uma\ vez|mensal|eenmalig|maandelijks|jaarlijks|en\ gång
      |jednorazowo|miesięcznie|rocznie|co\ miesiąc)\b
    | разово|ежемесячно|каждый\ месяц|раз\ в\ (?:месяц|год)|щомісяця|εφάπαξ|μηνιαία|每月|单次|一次性""",
    re.VERBOSE,
)
_SENTENCE = (".", "!", "?", "…", "。", "！", "？")


def plea(text: str, facts: LineFacts) -> bool:
    """Whether a paragraph asks its readers for money, a sign-up or to spare its advertisements.

    It must speak of "us" and to "you" besides: a report on donations to others does neither.
    """
    addressed = facts.speaks_of_us and facts.speaks_to_you
    return bool((addressed or facts.solid) and _ASK.search(lowered(text)))


def plea_block(lines: Sequence[PageLine], pleas: Sequence[int]) -> set[int]:
    """All positions of appeals, given those (ascending) of the lines that are one by themselves.

    A line between two pleas at most six lines apart belongs to their block, and so does what stands
    between an opening such as "Dear readers," and a plea at most six lines below it, and what stands
    with a plea in one short block without an empty line. So does a choice of amounts and payments right below
    three lines or more of a block.
    """
    block = set(pleas)
    for before, after in pairwise(pleas):
        if after - before <= _REACH:
            block.update(range(before, after))
    for i in pleas:
        block.update(_stanza(lines, i))
    if block:
        _take_openers(lines, block)
        _take_choices(lines, block)
    return block


def _stanza(lines: Sequence[PageLine], i: int) -> range:
    """The lines around ``i`` between two empty lines, where they are few; else ``i`` alone."""
    start = i
    while start > 0 and i - start <= _REACH and not lines[start].gap:
        start -= 1
    end = i + 1
    while end < len(lines) and end - i <= _REACH and not lines[end].gap:
        end += 1
    return range(start, end) if end - start <= _REACH else range(i, i + 1)


def _take_openers(lines: Sequence[PageLine], block: set[int]) -> None:
    for opener in range(max(block), -1, -1):
        text = lines[opener].text
        if opener in block or len(text) >= 100 or not _OPENER.match(lowered(text)):
            continue
        first = next((i for i in range(opener + 1, opener + 1 + _REACH) if i in block), None)
        if first is not None:
            block.update(range(opener, first))


def _take_choices(lines: Sequence[PageLine], block: set[int]) -> None:
    long = [i + 1 for i in block if i + 1 not in block and i - 1 in block and i - 2 in block]
    for end in long:
        last = end
        while last < min(len(lines), end + _MOST_CHOICES) and last not in block and _is_short(lines[last].text):
            last += 1
        if last - end >= _FEWEST_CHOICES and any(_CHOICE.search(lowered(lines[i].text)) for i in range(end, last)):
            block.update(range(end, last))


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_CHOICE and not text.endswith(_SENTENCE)
