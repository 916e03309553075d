"""The house rules in force and how often each fired, some a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from cogs.buttons import Press
from cogs.markdown import cut, plain

if TYPE_CHECKING:
    from bot.client import Newsdrop
    from bot.desk import Desk
    from bot.store.firings import Fired
    from bot.text.rules import Rule

_PER_PAGE = 8
_PART = 60  # characters of one line or expression
_WORDS = 200  # characters of all that a rule drops, or keeps
_PROBLEM = 1000  # characters
_NONE = (
    "No house rules are set. Name their file in `NEWSDROP_RULES`; `deploy/rules.example.toml` shows what they can do."
)


async def rules_page(desk: Desk, number: int) -> tuple[discord.Embed, discord.ui.View]:
    """A page (from 0) of the rules in the order of their file, and what is wrong with the file as it is now."""
    rules = await desk.rules.current()
    pages = max(1, -(-len(rules) // _PER_PAGE))
    number = min(number, pages - 1)
    fired = await desk.store.firings.counts()
    shown = rules[number * _PER_PAGE : (number + 1) * _PER_PAGE]
    lines = [_line(rule, fired.get(rule.key)) for rule in shown]
    embed = discord.Embed(title=_title(desk), description="\n\n".join(lines) or None, colour=0x5865F2)
    if desk.rules.path is None:
        embed.description = _NONE
    if desk.rules.problem:
        embed.add_field(name="The file as it is now is not in force", value=problem(desk), inline=False)
    view = discord.ui.View(timeout=None)
    if pages > 1:
        embed.set_footer(text=f"Page {number + 1} of {pages}")
        view.add_item(RulesButton(max(0, number - 1), "Previous", disabled=number == 0))
        view.add_item(RulesButton(number + 1, "Next", disabled=number + 1 >= pages))
    return embed, view


def problem(desk: Desk) -> str:
    """What is wrong with the rules file as it is now, and what holds meanwhile."""
    return f"{plain(desk.rules.problem or '', _PROBLEM - 60)}\nThe rules that were read before stay in force."


def in_force(desk: Desk) -> str:
    """How many rules are in force, for the status."""
    count = len(desk.rules.rules)
    return f"{count:,} in force" + (f"\n{problem(desk)}" if desk.rules.problem else "")


def _title(desk: Desk) -> str:
    count = len(desk.rules.rules)
    return f"{count:,} house {'rule' if count == 1 else 'rules'} in force"


def _line(rule: Rule, fired: Fired | None) -> str:
    return f"**Line {rule.line}** · {_where(rule)}\n{_what(rule)}\n{_how_often(fired)}"


def _where(rule: Rule) -> str:
    scope = [
        *([f"source {_code(rule.source, _PART)}"] if rule.source else []),
        *([f"address {_code(rule.url, _PART)}"] if rule.url else []),
    ]
    return " and ".join(scope) or "everywhere"


def _what(rule: Rule) -> str:
    said = [
        *_listed("drops", [*sorted(rule.drop), *(p.pattern for p in rule.drop_matching)]),
        *_listed("keeps", [*sorted(rule.keep), *(p.pattern for p in rule.keep_matching)]),
        *([f"source is {_code(rule.name, _PART)}"] if rule.name else []),
        *([f"folder is {_code(rule.folder, _PART)}"] if rule.folder else []),
    ]
    return " · ".join(said)


def _listed(verb: str, parts: list[str]) -> list[str]:
    """What a rule does to lines, as much as there is room for."""
    said: list[str] = []
    for part in parts:
        code = _code(part, _PART)
        if said and len(" ".join(said)) + len(code) > _WORDS:
            said.append(f"and {len(parts) - len(said):,} more")
            break
        said.append(code)
    return [f"{verb} {', '.join(said)}"] if said else []


def _how_often(fired: Fired | None) -> str:
    if fired is None:
        return "has not fired yet"
    times = "once" if fired.times == 1 else f"{fired.times:,} times"
    articles = "article" if fired.articles == 1 else "articles"
    when = discord.utils.format_dt(fired.last, "f")
    return f"fired {times} in {fired.articles:,} {articles}, last on {when}"


def _code(text: str, limit: int) -> str:
    return f"`{cut(' '.join(text.split()).replace('`', 'ˋ'), limit)}`"


class RulesButton(Press, template=r"newsdrop:rules:(?P<number>\d+):\w+"):
    """Turns to a page of rules."""

    for_admins = True

    def __init__(self, number: int, label: str = "", *, disabled: bool = False) -> None:
        custom_id = f"newsdrop:rules:{number}:{label or 'page'}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, disabled=disabled))
        self._number = number

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        await interaction.response.defer()
        embed, view = await rules_page(interaction.client.desk, self._number)
        await interaction.edit_original_response(embed=embed, view=view)
