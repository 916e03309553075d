"""Settings come from the environment or .env, and what is wrong is told by key."""

import re
from pathlib import Path

import pytest

from bot import settings
from bot.settings import SettingsError, keys, load, unknown_keys

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch, tmp_path):
    for key in (*keys(), "DISCORD_TOKEN_FILE"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_no_file():
    found = load()
    assert found.drop_dir == Path("drop")
    assert found.token is None
    assert found.posts_per_minute == 10
    assert found.max_bytes == 10_000_000


def test_the_environment_wins_over_the_env_file(monkeypatch):
    Path(".env").write_text("NEWSDROP_SENTENCES=4\nNEWSDROP_DROP_DIR=inbox\n", encoding="utf-8")
    monkeypatch.setenv("NEWSDROP_SENTENCES", "5")
    found = load()
    assert (found.sentences, found.drop_dir) == (5, Path("inbox"))


def test_every_problem_is_told_at_once_and_by_key(monkeypatch):
    monkeypatch.setenv("NEWSDROP_SENTENCES", "many")
    monkeypatch.setenv("NEWSDROP_POSTS_PER_MINUTE", "2.5")
    monkeypatch.setenv("NEWSDROP_SETTLE_SECONDS", "-1")
    monkeypatch.setenv("NEWSDROP_POLL", "maybe")
    monkeypatch.setenv("NEWSDROP_LOG_LEVEL", "loud")
    monkeypatch.setenv("DISCORD_GUILD_ID", "my-server")
    with pytest.raises(SettingsError) as caught:
        load()
    lines = str(caught.value).splitlines()
    assert {line.split()[0] for line in lines} == {
        "NEWSDROP_SENTENCES", "NEWSDROP_POSTS_PER_MINUTE", "NEWSDROP_SETTLE_SECONDS", "NEWSDROP_POLL",
        "NEWSDROP_LOG_LEVEL", "DISCORD_GUILD_ID",
    }  # fmt: skip
    assert "NEWSDROP_SENTENCES must be a whole number, not 'many'." in lines


def test_folders_that_overlap_are_told_with_the_rest(monkeypatch):
    Path(".env").write_text("NEWSDROP_SENTENCES=many\nNEWSDROP_ARCHIVE_DIR=drop/archive\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load()
    assert [line.split()[0] for line in str(caught.value).splitlines()] == [
        "NEWSDROP_SENTENCES",
        "NEWSDROP_ARCHIVE_DIR",
    ]


def test_an_env_file_of_another_encoding_gets_a_sentence():
    Path(".env").write_bytes(b"NEWSDROP_DROP_DIR=dr\xf6p\n")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load()


def test_an_empty_value_means_the_default(monkeypatch):
    monkeypatch.setenv("NEWSDROP_WORKERS", "")
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert load().workers >= 1
    assert load().token is None


def test_several_home_servers_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("DISCORD_GUILD_ID", "123, 456")
    assert load().guild_ids == (123, 456)


def test_a_misspelt_key_is_named_with_the_one_that_was_meant(monkeypatch):
    monkeypatch.setenv("NEWSDROP_SENTENCE", "4")
    Path(".env").write_text("NEWSDROP_DROPDIR=x\n", encoding="utf-8")
    warnings = unknown_keys()
    assert len(warnings) == 2
    assert any("NEWSDROP_SENTENCE " in text and "NEWSDROP_SENTENCES?" in text for text in warnings)
    assert any("NEWSDROP_DROP_DIR?" in text for text in warnings)


def test_the_token_can_be_read_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("abc.def\n", encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "secret"))
    token = load().token
    assert token is not None
    assert token.get_secret_value() == "abc.def"


def test_a_token_file_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "/nowhere/token")
    with pytest.raises(SettingsError, match="DISCORD_TOKEN_FILE: /nowhere/token"):
        load()


def test_the_token_shows_in_no_repr(monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", "very.secret.token")
    assert "very.secret" not in repr(load()) + str(load()) + repr(load().model_dump())


def test_the_example_file_names_every_key_with_a_comment_and_its_default():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert tuple(named) == keys()
    blocks = re.split(r"\n\s*\n", text)
    assert all("#" in block for block in blocks)
    Path(".env").write_text(text, encoding="utf-8")
    assert load() == settings.Settings(_env_file=None)
