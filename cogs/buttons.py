"""Buttons and selects that work on after a restart: all they need is in their id, and in what was chosen."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord

from bot.client import sorry
from cogs.answers import may_administer

if TYPE_CHECKING:
    import re

    from bot.client import Newsdrop


log = logging.getLogger(__name__)


class Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=r"newsdrop"):
    """A button or select whose id is its class's template, filled in. The groups of the template are the arguments
    of ``__init__``, as whole numbers."""

    for_admins: ClassVar[bool] = False
    """Whether each press asks anew for the right to administer: it may have been taken away since."""

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Newsdrop],  # type: ignore[override]
        _item: discord.ui.Item[Any],
        match: re.Match[str],
    ) -> Self:
        return cls(*map(int, match.groups()))  # type: ignore[arg-type] # each class takes its own numbers

    async def callback(self, interaction: discord.Interaction[Newsdrop]) -> None:  # type: ignore[override]
        """Do what :meth:`press` does. discord.py only logs what fails here; the user is told as well."""
        try:
            if not self.for_admins or await may_administer(interaction):
                await self.press(interaction)
        except Exception:
            log.exception("A button failed (interaction %d)", interaction.id)
            await sorry(interaction)

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        """What the button does."""
        raise NotImplementedError


def row(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """A view with these items, for a message of any age."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view
