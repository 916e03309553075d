"""An article's head: title, publisher, author and date."""
