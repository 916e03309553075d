"""What people touch in Discord: commands, cards and buttons."""
