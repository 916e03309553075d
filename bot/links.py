"""Names for finished files, never over a file that is there."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EXDEV})
"""What a file system answers that has no hard links (FAT, some network drives), or none here."""


def claim(part: Path, target: Path) -> None:
    """Give a finished file its name; its first one may stay.

    Raises:
        FileExistsError: the name is taken.
        OSError: it can't be given.
    """
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        # Hold the name with an empty file, then replace that.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        part.replace(target)
