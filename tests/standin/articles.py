"""Made-up articles: prose that reads like news, each different, in the forms that files arrive in."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def _phrases(text: str) -> list[str]:
    return text.split("|")


_WHO = _phrases(
    "The harbour authority|A committee of teachers|The regional court|Residents of the old town|The transport minister|"
    "Researchers at the institute|The opposition|A spokeswoman for the hospital|The farmers' union|The city council|"
    "Two former judges|The museum's director|Engineers on the site|The central bank|Volunteers from the valley"
)
_DID = _phrases(
    "rejected|welcomed|postponed|described|examined|criticised|confirmed|withdrew|financed|questioned|approved|defended"
)
_WHAT = _phrases(
    "the plan for a second bridge|a report on drinking water|the new timetable|an appeal against the verdict|"
    "the sale of the shipyard|a ban on night flights|the budget for schools|an offer from abroad|"
    "the restoration of the theatre|a study of coastal erosion|the agreement on wages|the inquiry into the fire"
)
_WHEN = _phrases(
    "on Tuesday evening|after a week of talks|despite heavy criticism|for the third time this year|"
    "in a letter to parliament|before the holidays|at a crowded meeting|without giving a reason|"
    "two days ahead of the deadline|while negotiations were still under way|because of rising costs"
)
_THEN = _phrases(
    "and said that further steps would follow|which surprised many observers|and asked for more time|"
    "but left the most difficult question open|as the first witnesses had expected|and promised a public hearing|"
    "although the figures had not been checked|and thanked everyone who had taken part"
)


def paragraphs(random: Random, count: int = 8, sentences: int = 4) -> list[str]:
    """So many paragraphs of so many sentences."""
    return [" ".join(_sentence(random) for _ in range(sentences)) for _ in range(count)]


def write(folder: Path, number: int, *, seed: int = 0, kind: str | None = None, count: int = 8) -> Path:
    """One article as a file, written under a temporary name and then renamed; the same numbers give the same bytes.

    ``kind`` is ``md``, ``html`` or ``txt``; by default they take turns.
    """
    random = Random(f"{seed} {number}")
    kind = kind or ("md", "html", "txt")[number % 3]
    body, headline = paragraphs(random, count), title(number, random)
    text = {"md": _markdown, "html": _html, "txt": _dump}[kind](headline, body, number)
    path = folder / f"article-{seed}-{number:05}.{kind}"
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(text, encoding="utf-8")
    return unfinished.rename(path)


def title(number: int, random: Random) -> str:
    """A headline that carries the article's number, so that a post tells which article it is of."""
    return f"{random.choice(_WHO)} {random.choice(_DID)} {random.choice(_WHAT)}, case {number:05}"


def _sentence(random: Random) -> str:
    amount = random.randint(3, 9_000)
    start = f"{random.choice(_WHO)} {random.choice(_DID)} {random.choice(_WHAT)} {random.choice(_WHEN)}"
    return f"{start}, {random.choice(_THEN)}; {amount:,} people are affected."


def _markdown(headline: str, body: list[str], number: int) -> str:
    front = f'---\ntitle: "{headline}"\nsource: The Example Courier\ndate: 2025-03-{number % 28 + 1:02}\n---\n\n'
    return front + "\n\n".join(body) + "\n"


def _html(headline: str, body: list[str], number: int) -> str:
    meta = f'<meta property="og:site_name" content="Example Herald"><meta property="og:title" content="{headline}">'
    address = f'<link rel="canonical" href="https://herald.example.org/articles/{number}">'
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    head = f'<head><meta charset="utf-8"><title>{headline}</title>{meta}{address}</head>'
    menu = "<nav><a href='/'>Home</a> <a href='/world'>World</a> <a href='/sport'>Sport</a></nav>"
    return (
        f'<!doctype html><html lang="en">{head}<body>{menu}<article><h1>{headline}</h1>{text}</article></body></html>'
    )


def _dump(headline: str, body: list[str], number: int) -> str:
    menu = f"{headline} - The Example Post\nHome\nWorld\nSport\n"
    head = f"{headline}\nBy Jane Example\nMarch {number % 28 + 1}, 2025\n"
    return menu + head + "\n".join(body) + "\nRead more\nCopyright 2025 The Example Post\n"
