"""Pure text work, bytes in and an article out: no Discord, no database, no files."""

from os import environ

# A worker is one process a core: numpy's threads for its small matrices would only get in one another's way.
environ.setdefault("OPENBLAS_NUM_THREADS", "1")
