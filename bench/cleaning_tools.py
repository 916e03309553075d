"""The tools beside which the cleaner is measured, each with the settings that suit these pages best.

Each gets the page as Newsdrop reads it, so that none fails for its decoding. As they know nothing but HTML, Markdown is
rendered for them, and text becomes a ``p`` a line; the time that this takes is theirs.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bench.cleaning_others import block_text, readability_text
from bench.cleaning_pages import file_name
from bot.text.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

UNSEEN = ("script", "style", "noscript", "template", "head")


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one view.

    Attributes:
        id: its name in the benchmark; ``fold``: its part of the cross-validation, by its site.
        view: the form that ``data`` has.
        language: the ISO 639-1 code of its gold text's language, or ``und``.
    """

    id: str
    fold: int
    view: str
    data: bytes
    language: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool; ``package`` is what pip installs, ``module`` what it is imported as, ``keep`` gives the text it keeps."""

    name: str
    package: str
    module: str
    keep: Callable[[Page], str]

    @property
    def installed(self) -> bool:
        return find_spec(self.module) is not None


def as_html(page: Page) -> str:
    """The page's source; Markdown rendered; text as paragraphs, one a line."""
    text = read(page.data, file_name(page.view)).text
    if page.view == "html":
        return text
    if page.view == "markdown":
        from markdown_it import MarkdownIt

        return f"<html><body>{MarkdownIt().render(text)}</body></html>"
    lines = (f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f"<html><body>{''.join(lines)}</body></html>"


def raw_text(page: Page) -> str:
    """All that the page prints: text as it is, HTML and rendered Markdown without scripts, styles and its head."""
    if page.view not in ("html", "markdown"):
        return read(page.data, file_name(page.view)).text
    from lxml import etree
    from lxml.html import HTMLParser, fromstring

    root = fromstring(as_html(page).encode(), parser=HTMLParser(encoding="utf-8", huge_tree=True))
    etree.strip_elements(root, *UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return block_text(root)


def _trafilatura(page: Page) -> str:
    import trafilatura

    return trafilatura.extract(as_html(page), favor_precision=True, include_comments=False) or ""


def _justext(page: Page) -> str:
    """jusText with the stop words of the page's language; with none, and so without that rule, where it has no list."""
    import justext

    words = _stop_words(page.language)
    rule = {} if words else {"stopwords_low": 0.0, "stopwords_high": 0.0}
    found = justext.justext(as_html(page).encode(), words, encoding="utf-8", **rule)
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


@cache
def _stop_words(language: str) -> frozenset[str]:
    import justext
    from sumy.utils import normalize_language

    lists = {name.lower(): name for name in justext.get_stoplists()}
    try:
        words = normalize_language(language).split()
    except LookupError:
        words = []
    return next((justext.get_stoplist(lists[word]) for word in words if word in lists), frozenset())


OTHERS = (
    Tool("trafilatura", "trafilatura", "trafilatura", _trafilatura),
    Tool("readability", "readability-lxml", "readability", lambda page: readability_text(as_html(page))),
    Tool("jusText", "jusText", "justext", _justext),
    Tool("raw text", "lxml", "lxml", raw_text),
)
