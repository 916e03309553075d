"""The rejected files, ten a page, with a retry for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.model import NewsdropError, Outcome
from cogs.answers import say
from cogs.buttons import Press
from cogs.markdown import plain

if TYPE_CHECKING:
    from bot.client import Newsdrop
    from bot.model import FileRecord
    from bot.store import Store

_PER_PAGE = 10
_NAME = 120  # characters
_A_ROW = 5  # buttons


async def failures_page(store: Store, number: int) -> tuple[discord.Embed, discord.ui.View] | None:
    """A page of rejected files (from 0), the latest first; None where there is none at all."""
    total = (await store.files.counts())[Outcome.REJECTED]
    if not total:
        return None
    pages = -(-total // _PER_PAGE)
    number = min(number, pages - 1)
    records = await store.files.failures(_PER_PAGE, number * _PER_PAGE)
    lines = [_line(number * _PER_PAGE + index, record) for index, record in enumerate(records, 1)]
    embed = discord.Embed(
        title=f"{total:,} rejected {'file' if total == 1 else 'files'}", description="\n".join(lines), colour=0xB5446E
    )
    view = discord.ui.View(timeout=None)
    for index, record in enumerate(records):
        view.add_item(RetryButton(record.id, number * _PER_PAGE + index + 1, row=index // _A_ROW))
    if pages > 1:
        embed.set_footer(text=f"Page {number + 1} of {pages}")
        view.add_item(FailuresButton(max(0, number - 1), "Previous", disabled=number == 0))
        view.add_item(FailuresButton(number + 1, "Next", disabled=number + 1 >= pages))
    return embed, view


def _line(index: int, record: FileRecord) -> str:
    when = discord.utils.format_dt(record.taken, "f")
    name = record.name if len(record.name) <= _NAME else f"…{record.name[-_NAME:]}"  # its end tells it apart
    return f"**{index}.** {plain(name)} · {when}\n{plain(record.reason or '', 200)}"


class RetryButton(Press, template=r"newsdrop:retry:(?P<file>\d+)"):
    """Tries a rejected file again."""

    for_admins = True

    def __init__(self, file_id: int, index: int = 0, *, row: int | None = None) -> None:
        super().__init__(discord.ui.Button(label=f"Retry {index}", custom_id=f"newsdrop:retry:{file_id}", row=row))
        self._file_id = file_id

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            record = await interaction.client.desk.reingester.retry(self._file_id)
        except NewsdropError as error:
            await say(interaction, str(error))
        except OSError as error:
            await say(interaction, f"It could not be moved: {error.strerror}. It is where it was.")
        else:
            await say(interaction, outcome_sentence(record))


class FailuresButton(Press, template=r"newsdrop:failures:(?P<number>\d+):\w+"):
    """Turns to a page of rejected files."""

    for_admins = True

    def __init__(self, number: int, label: str = "", *, disabled: bool = False) -> None:
        custom_id = f"newsdrop:failures:{number}:{label or 'page'}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, disabled=disabled, row=2))
        self._number = number

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        await interaction.response.defer()
        page = await failures_page(interaction.client.desk.store, self._number)
        if page is None:
            await interaction.edit_original_response(content="No rejected files.", embed=None, view=None)
        else:
            await interaction.edit_original_response(embed=page[0], view=page[1])


def outcome_sentence(record: FileRecord) -> str:
    """What a retry came to."""
    name = plain(record.name, 120)
    match record.outcome:
        case Outcome.REJECTED:
            return f"{name} is still rejected: {plain(record.reason or '', 300)}"
        case Outcome.DUPLICATE:
            return f"{name} holds the same article as #{record.article_id}."
        case _:
            return f"{name} is article #{record.article_id} now, and is posted as new."
