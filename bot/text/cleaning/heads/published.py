"""The day of publication that a page prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.evidence.templates import template
from bot.text.cleaning.evidence.words import function_words, word_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.text.cleaning.dates import Found
    from bot.text.cleaning.page import Page

_PUBLISHED = re.compile(
    r"""\b(?:published|publishing|posted|released|issued|written|filed|date[ds]?|created|veröffentlicht|publiziert
    |erschienen|erstellt|datum|eingestellt|publiée?|posté|paru|mis\ en\ ligne|publicad[oa]|fecha|pubblicat[oa]|data
    |postad[oa]|gepubliceerd|geplaatst|publicera[dt]|udgivet|publisert|julkaistu|opublikowan\w+|dodan[oay]|publikacji
    |publikováno|vydáno|zveřejněno|közzétéve|publicat|yayın\w*|опубликован\w*|дата|размещено|добавлено|опубліковано
    |δημοσι\w+|ημερομηνία|diterbitkan|ngày\ đăng)
    |发布|發布|发表|發表|日期|時間|时间|公開|掲載|配信|投稿|입력|등록|نشر|تاريخ|פורסם""",
    re.IGNORECASE | re.VERBOSE,
)
UPDATED = re.compile(
    r"""\b(?:updated?|modified|revised|reviewed|edited|checked|accessed|retrieved|changed|last\ update|aktualisiert
    |geändert|bearbeitet|überarbeitet|abgerufen|mis\ à\ jour|modifié\w*|mise\ à\ jour|actualizad[oa]|actualización
    |modificad[oa]|aggiornat[oa]|modificat[oa]|ultima\ modifica|atualizad[oa]|bijgewerkt|gewijzigd|uppdatera[dt]
    |ändrad|opdateret|oppdatert|endret|päivitetty|muokattu|aktualizacja|zaktualizowano|zmodyfikowano|aktualizováno
    |upraveno|frissítve|módosítva|actualizat|güncelle\w*|обновлен\w*|изменен\w*|обновлено|оновлен\w*|змінено
    |ενημ[εέ]ρω\w+|τροποποι\w+|diperbarui|cập\ nhật)
    |更新|修改|編集|수정|تحديث|עודכן|עדכון""",
    re.IGNORECASE | re.VERBOSE,
)
# What labels an event's day: its hour is told with it.
_EVENT = re.compile(
    r"""\b(?:date\ (?:and|&)\ time|datum\ und\ uhrzeit|date\ et\ heure|fecha\ y\ hora|data\ e\ h?ora
    |datum\ en\ tijd|data\ i\ godzina|datum\ a\ čas|дата\ и\ время|дата\ і\ час|kick-?off|beginn|termin)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(
    r"(?:^|[\s|•·–—-])(?:by|von|par|por|di|door|av|af|от|oleh|autor\w*|author|auteur|автор\w*)\b\W", re.IGNORECASE
)
_BRITISH = re.compile(
    r"£|\b(?:UK|GMT|BST|(?:colour|favour|labour|neighbour|behaviour|honour)\w*|centres?|theatres?|programmes?)\b"
    r"|\.(?:co\.uk|com\.au|co\.nz|ie|in)\b"
)
_AMERICAN = re.compile(
    r"\$|\bU\.S\.|\b(?:(?:color|favor|labor|neighbor|behavior|honor)(?:s|ed|ing|able|hood)?|centers?|theaters?"
    r"|programs?|[EPC][SD]?T)\b"
)
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](?:20)?\d\d(?!\d)")
_HEAD_LINES = 16
_ABOVE_TITLE = 6
_HEAD_WITHOUT_TITLE = 12
_BELOW_BODY = 16
_JUST_BELOW = 4
_TOP = 3
_RIGHT_BELOW = 2
_SENTENCE = 8
_LABEL_REACH = 40
_LABEL_WORDS = 4
_LIST_REACH = 8
_LIST = 3
_SHAPE = 12
_LEAST = 3.0
_SAMPLE = 40
_MOSTLY = 0.6
_LEADING = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Label:
    """What the words beside a date call it: the article's, or that of an update or an event."""

    published: bool = False
    other: bool = False


def find_published(page: Page) -> date | None:
    """The date that stands where and as a page dates its article; None where no date does.

    A date is weighed by its place (below the headline, above it, right below the body), by what its line or the
    label above calls it, and by a byline beside it. One that is called an update, stands in a sentence or a
    copyright notice, or in a list of dated lines is none.
    """
    body = page.body
    if not body:
        return None
    weighed = [
        (_worth(page, i, found, label, body), i, found)
        for i in _open_to_it(page, body)
        for found, label in _dates_of(page, i)
    ]
    worth, i, found = max(weighed, key=lambda entry: entry[0], default=(0.0, 0, None))
    return in_order(page, page.lines[i].text, found) if found and worth >= _LEAST else None


def _open_to_it(page: Page, body: Sequence[int]) -> list[int]:
    """The dated lines around the head and right below the body."""
    first, last = body[0], body[-1]
    start = page.title_at if page.title_at is not None else max(0, first - _HEAD_WITHOUT_TITLE)
    end = min(max(first + 3, start + _HEAD_LINES), len(page.lines))
    near = [*range(max(0, start - _ABOVE_TITLE), end), *range(max(end, last), min(last + _BELOW_BODY, len(page.lines)))]
    facts = page.evidence.facts
    return [i for i in near if facts[i].dated and not _is_sentence(page, i) and "©" not in page.lines[i].text]


def _is_sentence(page: Page, i: int) -> bool:
    """Whether a line says something on a day ("In force from 4 November 2025:") instead of naming one."""
    fact = page.evidence.facts[i]
    return (fact.ended and fact.size > _SENTENCE) or page.lines[i].text.endswith((":", "："))


def _dates_of(page: Page, i: int) -> list[tuple[Found, _Label]]:
    """The dates of a line that are not called an update or an event, with what is before them in their line."""
    found = find_dates(page.lines[i].text)
    dates = []
    for k, date in enumerate(found):
        own = _label(page, i, found[k - 1].end if k else 0, date)
        if not own.other:
            dates.append((date, _label(page, i, 0, date) if k else own))
    return dates


def _label(page: Page, i: int, start: int, found: Found) -> _Label:
    """The nearest label before a date in its line (after ``start``), behind it, or alone on the line above."""
    text = page.lines[i].text
    before = text[max(start, found.start - _LABEL_REACH) : found.start]
    published = max((m.end() for m in _PUBLISHED.finditer(before)), default=-1)
    updated = max((m.end() for m in UPDATED.finditer(before)), default=-1)
    if _EVENT.search(before):
        return _Label(other=True)
    if published >= 0 or updated >= 0:
        return _Label(published > updated, updated >= published)
    behind = text[found.end : found.end + 12]
    if UPDATED.match(behind.lstrip(" (|-")):
        return _Label(other=True)
    above = page.lines[i - 1].text if i and found.start < 3 else ""
    if above and len(above.split()) <= _LABEL_WORDS and len(above) < _LABEL_REACH:
        other = UPDATED.search(above) or _EVENT.search(above)
        return _Label(bool(_PUBLISHED.search(above)) and not other, bool(other))
    return _Label()


def _worth(page: Page, i: int, found: Found, label: _Label, body: Sequence[int]) -> float:
    text = page.lines[i].text
    vetoes = page.evidence.vetoes[max(0, i - 1) : i + 2]
    by = 3.0 if _BYLINE.search(text) else 2.0 if "byline or source line" in vetoes else 0.0
    alone = (found.end - found.start) / len(text)
    worth = _place(page, i, body) + 4.0 * label.published + by + (alone > 0.5) - (len(text) > 90)
    headed = page.title_at is not None and 0 < i - page.title_at <= _RIGHT_BELOW
    listed = (is_listed(page, i) and not headed) or _is_one_of_many(page, i, body)
    return worth - 5.0 * (listed and not label.published)


def _place(page: Page, i: int, body: Sequence[int]) -> float:
    """How near a line stands to where a date belongs."""
    first, last = body[0], body[-1]
    title = page.title_at
    if i > last:
        return 2.0 if i - last <= _JUST_BELOW else 0.0
    if title is None:
        return 4.0 - 0.2 * abs(first - i)
    if i < title:
        return 4.5 - 0.5 * (title - i)
    return (6.0 if i < first + 1 else 4.0 if i < first + _TOP else 3.5) - 0.2 * (i - title)


def is_listed(page: Page, i: int) -> bool:
    """Whether lines of the same shape with other dates stand around: teasers, comments, events."""
    text = page.lines[i].text
    around = range(max(0, i - _LIST_REACH), min(i + _LIST_REACH + 1, len(page.lines)))
    dated = [k for k in around if k != i and page.evidence.facts[k].dated]
    shape = template(text[:_SHAPE])
    others = {page.lines[k].text for k in dated if page.lines[k].text != text}
    alike = {other for other in others if template(other[:_SHAPE]) == shape or abs(len(other) - len(text)) < 4}
    return len(alike) >= _LIST


def _is_one_of_many(page: Page, i: int, body: Sequence[int]) -> bool:
    """Whether within the body a line of nothing but another date stands near, as in a list of events."""
    shape = template(page.lines[i].text)
    near = range(max(0, i - _LIST_REACH), min(i + _LIST_REACH + 1, body[-1]))
    return any(template(page.lines[k].text) == shape for k in near if k != i and max(i, k) > body[0])


def in_order(page: Page, text: str, found: Found) -> date:
    """A date of ``text``, its day and month in the order of the page's country where both orders are possible."""
    if found.swapped is None:
        return found.day
    first = int(_LEADING.search(text, found.start)[0])  # type: ignore[index]
    wanted = "month" if _month_first(page) else "day"
    return next(day for day in (found.day, found.swapped) if getattr(day, wanted) == first)


def _month_first(page: Page) -> bool:
    """Whether the page writes the month before the day: by its other dates, else by its language and spelling."""
    votes = 0
    for line in page.lines:
        if len(line.text) < 200 and "20" in line.text:
            for match in _SLASHED.finditer(line.text):
                votes += (int(match[2]) > 12) - (int(match[1]) > 12)
    if votes:
        return votes > 0
    texts = [page.lines[i].text for i in page.body[:_SAMPLE]]
    words = [word for i in page.body[:_SAMPLE] for word in page.evidence.facts[i].words]
    known, english = function_words(), word_list("function_words.txt", "en")
    if sum(word in english for word in words) < _MOSTLY * sum(word in known for word in words):
        return False
    british, american = (sum(len(pattern.findall(t)) for t in texts) for pattern in (_BRITISH, _AMERICAN))
    return british <= american
