"""The house's rooms: imports point one way, and each room knows only what it may."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the ground up: a room may use those below it and itself, never one above.
STOREYS = (
    ("bot", "bot.model", "bot.scripts", "bot.links"),
    ("bot.text",),
    ("bot.settings", "bot.logs"),
    ("bot.workers",),
    ("bot.store",),
    ("bot.intake",),
    ("bot.desk",),
    ("bot.publisher",),
    ("bot.client",),
    ("cogs",),
    ("bot.app",),
    ("bot.cli", "bot.preview", "bot.__main__"),
)

# What whole rooms must not know of, however it is imported.
UNKNOWN = {
    "bot.text": {"discord", "aiosqlite", "sqlite3", "asyncio", "watchfiles"},
    "bot.workers": {"discord", "aiosqlite", "sqlite3"},
    "bot.store": {"discord", "watchfiles", "trafilatura", "sumy"},
    "bot.intake": {"discord", "aiosqlite", "trafilatura", "sumy"},
    "bot.desk": {"discord", "aiosqlite", "trafilatura", "sumy"},
    "bot.publisher": {"watchfiles", "aiosqlite", "sqlite3", "trafilatura", "sumy"},
    "cogs": {"aiosqlite", "watchfiles", "trafilatura", "sumy", "bot.intake", "bot.workers", "bot.text"},
}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in ("bot", "cogs")
    for path in (ROOT / folder).rglob("*.py")
}


def imports(path, *, running_only=False):
    """The modules that a file imports; ``running_only`` leaves out those for the type checker."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = set()
    if running_only:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                skipped |= set(ast.walk(node))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def within(module, room):
    return module == room or module.startswith(f"{room}.")


def storey(module):
    """The number of the storey that the most particular room of a module stands on."""
    found = [
        (len(room), number) for number, rooms in enumerate(STOREYS) for room in rooms if within(module, room)
        if room != "bot" or module == "bot"
    ]  # fmt: skip
    assert found, f"{module} stands in no room"
    return max(found)[1]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_down(module):
    """Types for the checker may be of the client that the cogs are given; all else points down."""
    own = storey(module)
    up = [name for name in imports(MODULES[module]) if within(name, "bot") or within(name, "cogs")]
    up = [name for name in up if storey(name) > own]
    assert not up


@pytest.mark.parametrize("room", sorted(UNKNOWN))
def test_a_room_does_not_know_what_is_not_its_affair(room):
    known = {
        (module, name)
        for module, path in MODULES.items()
        if within(module, room)
        for name in imports(path, running_only=True)
        if any(within(name, unknown) for unknown in UNKNOWN[room])
    }
    assert not known


def test_no_cog_uses_another_extension():
    extensions = {"cogs.readers", "cogs.admin"}
    for module in extensions:
        others = extensions - {module}
        assert not [name for name in imports(MODULES[module]) if name in others], module


def test_the_main_process_never_imports_the_text_libraries():
    """They hold more memory than all the rest, and importing them takes longer than connecting."""
    script = (
        "import sys, bot.app, bot.cli, cogs.readers, cogs.admin;"
        "heavy = {'trafilatura', 'lxml', 'sumy', 'nltk', 'numpy', 'readability', 'justext', 'py3langid'};"
        "print(*heavy & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
