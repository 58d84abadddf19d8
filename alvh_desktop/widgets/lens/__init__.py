"""What the charts are looked through: the line above them, and what unfolds under it."""
