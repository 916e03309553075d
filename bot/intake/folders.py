"""The three folders that files pass through, made and checked at start."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.settings import SettingsError, overlaps

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Folders:
    """Absolute paths of the drop folder, the archive and the folder of rejected files."""

    drop: Path
    archive: Path
    rejected: Path

    def kept(self, kept_in: str) -> Path:
        """The folder that files of that standing (``"archive"`` or ``"rejected"``) are kept in."""
        return self.archive if kept_in == "archive" else self.rejected


def prepare(settings: Settings) -> Folders:
    """Make the folders where they are missing.

    Raises:
        SettingsError: one lies inside another, or can't be written; every problem on a line, by key.
    """
    places = _places(settings)
    files = {"NEWSDROP_DATABASE": settings.database, "NEWSDROP_RULES": settings.rules}
    problems = overlaps({**places, **{key: path.absolute() for key, path in files.items() if path}})
    if not problems:
        problems = [problem for key, path in places.items() if (problem := _unwritable(key, path))]
    if problems:
        raise SettingsError("\n".join(problems))
    return Folders(*places.values())


def missing(settings: Settings) -> dict[str, Path]:
    """The folders that are not there, by the key that names them."""
    return {key: path for key, path in _places(settings).items() if not path.is_dir()}


def _places(settings: Settings) -> dict[str, Path]:
    return {
        "NEWSDROP_DROP_DIR": settings.drop_dir.absolute(),
        "NEWSDROP_ARCHIVE_DIR": settings.archive_dir.absolute(),
        "NEWSDROP_REJECTED_DIR": settings.rejected_dir.absolute(),
    }


def _unwritable(key: str, path: Path) -> str | None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path, prefix=".newsdrop-"):
            pass
        os.listdir(path)  # noqa: PTH208 - to see that it can be listed
    except OSError as error:
        return f"{key}: the folder {path} can't be written ({error.strerror}). Mend its permissions or name another."
    return None
