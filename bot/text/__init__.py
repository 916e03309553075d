"""Pure text work, bytes in and an article out: no Discord, no database, no files."""
