"""The journal on the screen: its timeline, the entry that is looked at, and notes as they are written."""
