"""The ticket's dock: its fields, the table of its legs, and the preview beside them."""
