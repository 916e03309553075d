"""Which names in the drop folder are articles to be, and how names are shown."""

from __future__ import annotations

import os
import unicodedata
from pathlib import PurePath

_TEMPORARY_ENDINGS = (".part", ".tmp", ".crdownload")
_SERVICE_NAMES = frozenset({"@eaDir", ".DS_Store", ".stfolder"})


def is_left_alone(name: str) -> bool:
    """Whether one part of a path is hidden, temporary or a file service's own (case does not count)."""
    return name.startswith((".", "~")) or name in _SERVICE_NAMES or name.lower().endswith(_TEMPORARY_ENDINGS)


def shown(relative: str) -> str:
    """A path fit to print and to store: what is not valid UTF-8 or not printable is escaped.

    Composed (NFC), as names are typed: some systems write ``é`` as two characters.
    """
    text = unicodedata.normalize("NFC", os.fsencode(relative).decode("utf-8", "backslashreplace"))
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def folder_of(relative: str) -> str:
    """The article's folder: the first-level sub-folder, empty for none."""
    parts = PurePath(relative).parts
    return shown(parts[0]) if len(parts) > 1 else ""
