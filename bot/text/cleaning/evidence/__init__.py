"""What the lines of a page show."""
