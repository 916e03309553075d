"""What cleaning a page takes, one topic a module."""
