"""Transport compression of gateway payloads, as Discord's "Transport Compression" describes it."""

from __future__ import annotations

import importlib
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def stream(name: str | None) -> Callable[[str], bytes | str]:
    """An encoder for one connection: ``zlib-stream``, ``zstd-stream``, or plain text for None."""
    match name:
        case None:
            return str
        case "zlib-stream":
            return _zlib()
        case "zstd-stream":
            return _zstd()
    raise ValueError(f"unknown compression {name!r}")


def _zlib() -> Callable[[str], bytes]:
    context = zlib.compressobj()
    return lambda text: context.compress(text.encode()) + context.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Callable[[str], bytes]:
    """A client asks for it only where it can undo it, so one of the two is there."""
    try:
        zstd = importlib.import_module("compression.zstd")  # Python 3.14
    except ModuleNotFoundError:
        package = importlib.import_module("zstandard")
        context = package.ZstdCompressor().compressobj()
        return lambda text: context.compress(text.encode()) + context.flush(package.COMPRESSOBJ_FLUSH_BLOCK)
    own = zstd.ZstdCompressor()
    return lambda text: own.compress(text.encode(), mode=own.FLUSH_BLOCK)
