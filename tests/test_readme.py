"""What the README says is what the code does."""

import re
import shlex
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot.cli import parser
from bot.settings import Settings, keys

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(heading):
    """The rows of the first table below a line that starts so, each a list of cells."""
    below = README.split(f"\n{heading}", 1)[1]
    rows = re.search(r"(?:^\|.*\|$\n)+", below, re.MULTILINE).group().splitlines()[2:]
    return [[cell.strip() for cell in row[1:-1].split("|")] for row in rows]


def usages(heading):
    return [usage for row in table(heading) for usage in re.findall(r"`([^`]+)`", row[0])]


async def test_the_commands_table_names_every_command_with_its_options(room):
    documented = usages("For everyone:") + usages("For those with the Manage Server permission")
    assert sorted(documented) == sorted(usage(command) for command in leaves(room.client.tree.get_commands()))


def leaves(commands):
    for command in commands:
        if isinstance(command, app_commands.Group):
            yield from leaves(command.commands)
        else:
            yield command


def usage(command):
    options = [p.name if p.required else f"[{p.name}]" for p in command.parameters]
    return " ".join([f"/{command.qualified_name}", *options])


def test_the_settings_table_names_every_setting_with_its_default():
    rows = table("## Settings")
    assert tuple(row[0].strip("`") for row in rows) == keys()
    for (key, default, _), field in zip(rows, Settings.model_fields.values(), strict=True):
        if key == "`NEWSDROP_WORKERS`":
            assert default == "cores"
            continue
        real = field.get_default(call_default_factory=True)
        shown = "" if real in (None, ()) else f"`{int(real) if isinstance(real, bool) else real}`"
        assert default == shown, key


@pytest.mark.parametrize("documented", usages("On the command line:"))
def test_the_command_line_takes_what_the_table_says(documented):
    words = [word.strip("[]…") for word in documented.split()[1:]]
    command, rest = words[0], [{"N": "3", "PATH": "x.txt"}.get(word, word) for word in words[1:]]
    options = parser().parse_args([command, *rest])
    assert options.command is not None


def test_the_command_line_has_no_command_that_the_table_hides():
    choices = next(action for action in parser()._actions if action.choices).choices
    assert set(choices) == {usage.split()[1] for usage in usages("On the command line:")}


@pytest.mark.parametrize("line", re.findall(r"^\s*(make \S+)$", README, re.MULTILINE))
def test_every_make_target_that_it_names_exists(line):
    target = shlex.split(line)[1]
    assert re.search(rf"^{re.escape(target)}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_invite_asks_for_the_permissions_that_it_names():
    (number,) = re.findall(r"permissions=(\d+)", README)
    asked = {name for name, given in discord.Permissions(int(number)) if given}
    assert asked == {
        "read_messages", "send_messages", "send_messages_in_threads", "embed_links", "attach_files",
        "read_message_history",
    }  # fmt: skip


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_every_file_that_it_links_to_is_there(target):
    assert (ROOT / target).exists()
