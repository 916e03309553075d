"""The folders are made, kept apart, and refused by name where they can't work."""

from __future__ import annotations

import pytest

from bot.intake.folders import missing, prepare
from bot.settings import SettingsError
from tests.support.desk import mortal
from tests.support.newsroom import settings_for


def test_missing_folders_are_made(tmp_path):
    settings = settings_for(tmp_path / "deep")
    assert len(missing(settings)) == 3
    folders = prepare(settings)
    assert missing(settings) == {}
    assert folders.kept("archive") == folders.archive == tmp_path / "deep" / "archive"
    assert folders.kept("rejected") == folders.rejected


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"NEWSDROP_ARCHIVE_DIR": "drop"}, r"NEWSDROP_ARCHIVE_DIR and NEWSDROP_DROP_DIR are both"),
        ({"NEWSDROP_ARCHIVE_DIR": "drop/archive"}, r"NEWSDROP_ARCHIVE_DIR .* lies inside NEWSDROP_DROP_DIR"),
        ({"NEWSDROP_DROP_DIR": "archive/../archive/in"}, r"NEWSDROP_DROP_DIR .* lies inside NEWSDROP_ARCHIVE_DIR"),
        ({"NEWSDROP_DATABASE": "drop/newsdrop.db"}, r"NEWSDROP_DATABASE .* lies inside NEWSDROP_DROP_DIR"),
        ({"NEWSDROP_REJECTED_DIR": "link/rejected"}, r"NEWSDROP_REJECTED_DIR .* lies inside NEWSDROP_DROP_DIR"),
    ],
)
def test_folders_inside_one_another_are_refused_by_key_also_through_links(tmp_path, given, sentence):
    (tmp_path / "drop").mkdir()
    (tmp_path / "link").symlink_to("drop")
    with pytest.raises(SettingsError, match=sentence):
        prepare(settings_for(tmp_path, **{key: tmp_path / value for key, value in given.items()}))
    assert not (tmp_path / "archive").exists(), "nothing was made"


def test_a_file_in_a_folder_s_place_is_refused(tmp_path):
    (tmp_path / "archive").write_bytes(b"")
    with pytest.raises(SettingsError, match=r"NEWSDROP_ARCHIVE_DIR: the folder .* can't be written"):
        prepare(settings_for(tmp_path))


def test_every_folder_that_can_not_be_written_is_named_at_once(tmp_path):
    async def scenario():
        for name in ("drop", "rejected"):
            (tmp_path / name).mkdir(mode=0o555)
        with pytest.raises(SettingsError) as caught:
            prepare(settings_for(tmp_path))
        assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
            "NEWSDROP_DROP_DIR", "NEWSDROP_REJECTED_DIR",
        ]  # fmt: skip
        assert "Permission denied" in str(caught.value)

    mortal(scenario)
