"""Answers with more than one page. Their buttons name a stored question, so they work on after a restart."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import discord

from bot.store.articles import Listing
from bot.store.search import MOST_HITS, Search
from cogs.buttons import Press, row
from cogs.cards import listing, results
from cogs.markdown import plain

if TYPE_CHECKING:
    from bot.client import Newsdrop
    from bot.store import Store

PER_PAGE = 5
_MOST_PAGES = 20  # of a search: who has not found it on these asks anew


@dataclass(frozen=True, slots=True)
class Page:
    """One page as drawn: a heading, a card for each article, which page it is (from 0) and of how many."""

    heading: str
    embeds: list[discord.Embed]
    number: int
    pages: int

    @property
    def content(self) -> str:
        """The heading as it is shown."""
        return f"**{self.heading}**" + (f" · page {self.number + 1} of {self.pages}" if self.pages > 1 else "")


@dataclass(frozen=True, slots=True)
class LatestPages:
    """``/latest``: the newest ``count`` articles that were there when it was asked."""

    kind: ClassVar[str] = "latest"
    count: int
    source: str | None
    folder: str | None
    last_id: int

    async def draw(self, store: Store, number: int) -> Page | None:
        """The page, or None where there is nothing to show."""
        wanted = Listing(self.source, self.folder, self.last_id)
        total = await store.articles.count(wanted, self.count)
        number = max(0, min(number, -(-total // PER_PAGE) - 1))
        size = min(PER_PAGE, self.count - number * PER_PAGE)
        entries = await store.articles.latest(wanted, size, number * PER_PAGE)
        return _paged(f"Latest articles{self._scope()}", listing(entries), number, total) if entries else None

    def nothing(self) -> str:
        if self.source or self.folder:
            return f"There is no article{self._scope()} yet."
        return "There is no article yet. Drop a file into the drop folder, and it appears here."

    def _scope(self) -> str:
        source = f" from “{plain(self.source, 80)}”" if self.source else ""
        return source + (f" in “{plain(self.folder, 80)}”" if self.folder else "")


@dataclass(frozen=True, slots=True)
class SearchPages:
    """``/search``: what was asked, of the articles that were there then."""

    kind: ClassVar[str] = "search"
    text: str
    source: str | None
    after: date | None
    before: date | None
    newest: bool
    last_id: int

    async def draw(self, store: Store, number: int) -> Page | None:
        number = max(0, min(number, _MOST_PAGES - 1))
        found = await store.search.find(self._search(), PER_PAGE, number * PER_PAGE)
        if not found.hits:
            return None
        total = f"{found.total:,}+" if found.total >= MOST_HITS else f"{found.total:,}"
        heading = f"{total} {'article' if found.total == 1 else 'articles'} for “{plain(self.text, 100)}”"
        return _paged(heading, results(found.hits), number, min(found.total, PER_PAGE * _MOST_PAGES))

    def nothing(self) -> str:
        filters = [
            *([f"from “{plain(self.source, 80)}”"] if self.source else []),
            *([f"after {self.after}"] if self.after else []),
            *([f"before {self.before}"] if self.before else []),
        ]
        return f"No article matches “{plain(self.text, 200)}”" + (" " + ", ".join(filters) if filters else "") + "."

    def _search(self) -> Search:
        return Search(self.text, self.source, self.after, self.before, self.newest, self.last_id)


Question = LatestPages | SearchPages
_KINDS: dict[str, type[LatestPages | SearchPages]] = {cls.kind: cls for cls in (LatestPages, SearchPages)}


async def answer(interaction: discord.Interaction[Newsdrop], question: Question) -> None:
    """Answer a deferred command with the first page, and with buttons where there are more."""
    store = interaction.client.desk.store
    page = await question.draw(store, 0)
    if page is None:
        await interaction.edit_original_response(content=question.nothing())
        return
    view = None
    if page.pages > 1:
        page_id = await store.pages.add(_as_json(question))
        view = _buttons(page_id, page)
    await interaction.edit_original_response(content=page.content, embeds=page.embeds, view=view)


class PageButton(
    Press,
    template=r"newsdrop:page:(?P<question>\d+):(?P<number>\d+):\w+",
):
    """Turns to a page."""

    def __init__(self, question_id: int, number: int, label: str = "", *, disabled: bool = False) -> None:
        # The label is part of the id: on the first of two pages both buttons would have the same.
        custom_id = f"newsdrop:page:{question_id}:{number}:{label or 'page'}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, disabled=disabled))
        self._question_id = question_id
        self._number = number

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        await interaction.response.defer()
        store = interaction.client.desk.store
        stored = await store.pages.get(self._question_id)
        if stored is None:
            await interaction.followup.send("This list is too old to page through. Ask again.", ephemeral=True)
            return
        page = await _from_json(stored).draw(store, self._number)
        if page is None:
            await interaction.followup.send("There is nothing on that page any more.", ephemeral=True)
            return
        buttons = _buttons(self._question_id, page)
        await interaction.edit_original_response(content=page.content, embeds=page.embeds, view=buttons)


def _as_json(question: Question) -> str:
    return json.dumps({"kind": question.kind, **asdict(question)}, default=str)


def _from_json(text: str) -> Question:
    fields = json.loads(text)
    kind = _KINDS[fields.pop("kind")]
    days = {name: date.fromisoformat(fields[name]) for name in ("after", "before") if fields.get(name)}
    return kind(**fields | days)


def _paged(heading: str, embeds: list[discord.Embed], number: int, total: int) -> Page:
    return Page(heading, embeds, number, -(-total // PER_PAGE))


def _buttons(question_id: int, page: Page) -> discord.ui.View:
    return row(
        PageButton(question_id, max(0, page.number - 1), "Previous", disabled=page.number == 0),
        PageButton(question_id, page.number + 1, "Next", disabled=page.number + 1 >= page.pages),
    )
