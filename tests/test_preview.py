"""The preview as a stranger meets it: one command, a real browser, the samples' cards, commands that answer."""

import ast
import asyncio
import os
import re
import signal
import sys
import time
import tomllib
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.browser import Browser, chromium

ROOT = Path(__file__).parent.parent
ENTER = 13

needs_chromium = pytest.mark.skipif(
    chromium() is None and os.environ.get("CI") != "true", reason="there is no Chromium on this machine"
)


@asynccontextmanager
async def preview(*arguments):
    """A running preview and the lines it printed up to its address."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NEWSDROP_", "DISCORD_"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "preview", "--no-browser", *arguments,
        stdout=asyncio.subprocess.PIPE, env=environment | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    lines = []
    try:
        async with asyncio.timeout(30):
            while not (lines and lines[-1].startswith("http")):
                line = await process.stdout.readline()
                assert line, f"the preview ended: {lines}"
                lines.append(line.decode().rstrip("\n"))
        yield process, lines
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@needs_chromium
async def test_a_browser_shows_a_card_for_every_sample_and_commands_typed_there_answer():
    samples = tomllib.loads((ROOT / "tests" / "seeds.toml").read_text(encoding="utf-8"))["seed"]
    titles = [sample["title"] for sample in samples if sample["outcome"] == "added"]
    async with preview() as (_, lines), Browser.open(lines[-1]) as browser:
        for title in titles:
            await browser.until(f"document.body && document.body.innerText.includes({title!r})", 60)
        await asyncio.sleep(1)
        assert await browser.run(_COUNT_CARDS) == len(titles)

        await command(browser, "/latest")
        await browser.until("document.body.innerText.includes('Latest articles')")
        await command(browser, "/search", "glassworks")
        await browser.until("document.body.innerText.includes('for “glassworks”')")
        await command(browser, "/admin status")
        await browser.until("document.body.innerText.includes('Drop folder')")
        shown = await browser.text()
        assert "**" not in shown
        assert "\\" not in shown


# A card's footer ends in the article's id.
_COUNT_CARDS = r"(document.body.innerText.match(/min read · #\d+$/gm) || []).length"


async def command(browser, name, value=None):
    """Type a slash command into the page's composer, choose it, fill in its first option, send it."""
    await browser.until("!!document.querySelector('#channel-composer-input')")
    await browser.run("document.querySelector('#channel-composer-input').focus()")
    await browser.type(name)
    await browser.until("!!document.querySelector('.command-entry.is-active')")
    await browser.press("Enter", ENTER)
    await browser.until("!!document.querySelector('.command-chip')")
    if value:
        await browser.until("document.activeElement.matches('.command-option-input')")
        await browser.type(value)
    async with asyncio.timeout(20):
        while await browser.run("!!document.querySelector('.command-chip')"):
            await asyncio.sleep(0.5)  # the page may be busy showing what the bot just posted
            await browser.press("Enter", ENTER)
            await asyncio.sleep(0.5)


async def test_the_address_stands_alone_on_a_line_without_colour_and_ctrl_c_ends_it_cleanly():
    async with preview("--port", "0") as (process, lines):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\S*", lines[-1])
        assert "\x1b" not in "".join(lines)
        (drop,) = re.findall(r"Drop article files into (\S+)", "\n".join(lines))
        assert Path(drop).is_dir()
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), 10)
        assert time.monotonic() - began < 5
        assert process.returncode == 0
        assert not Path(drop).exists()


async def test_its_terminal_says_of_each_file_without_an_article_why():
    async with preview() as (process, lines):
        (drop,) = re.findall(r"Drop article files into (\S+)", "\n".join(lines))
        (Path(drop) / "broken.pdf").write_bytes(b"%PDF-1.4\nbroken")
        (Path(drop) / "link.md").symlink_to("elsewhere.md")
        said = await said_until(
            process,
            r"broken\.pdf\nRejected: The PDF is broken",
            r"link\.md\nIt ",
            r"\nRejected: ",
            r"\nDuplicate: it holds ",
        )
        assert len(re.findall("^Duplicate: it holds the same article as #[0-9]+\\.$", said, re.MULTILINE)) == 1


async def said_until(process, *patterns):
    """What it prints, up to where all of these are there."""
    said = ""
    async with asyncio.timeout(60):
        while not all(re.search(pattern, said) for pattern in patterns):
            said += (await process.stdout.readline()).decode()
    return said


async def test_a_port_that_is_taken_gets_a_sentence():
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "preview", "--no-browser", "--port", str(port),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    _, said = await asyncio.wait_for(process.communicate(), 30)
    server.close()
    assert process.returncode == 1
    assert said.decode().splitlines()[-1].startswith(f"newsdrop: Port {port} can't be used")
    assert b"Traceback" not in said


def test_the_preview_makes_no_part_of_its_own():
    """It may change the connection and nothing else: every part is made in one place."""
    made = {}
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                made.setdefault(node.func.id, []).append(str(path.relative_to(ROOT)))
    assert {name: made[name] for name in ("Pipeline", "Inbox", "Reingester", "Desk")} == {
        name: ["bot/desk.py"] for name in ("Pipeline", "Inbox", "Reingester", "Desk")
    }
    assert {name: made[name] for name in ("Publisher", "DiscordTransport", "ProgressReporter", "Newsdrop")} == {
        name: ["bot/app.py"] for name in ("Publisher", "DiscordTransport", "ProgressReporter", "Newsdrop")
    }
    preview_imports = ast.walk(ast.parse((ROOT / "bot" / "preview.py").read_text(encoding="utf-8")))
    modules = {node.module for node in preview_imports if isinstance(node, ast.ImportFrom) and node.module}
    assert not [name for name in modules if name.startswith(("cogs", "bot.intake", "bot.publisher"))]
