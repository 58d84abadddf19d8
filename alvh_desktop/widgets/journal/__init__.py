"""The journal's dock: its timeline, the entry that is looked at, and the note that is written."""
