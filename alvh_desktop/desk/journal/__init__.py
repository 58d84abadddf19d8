"""The journal: a way of reading book, edits, log and recorded days together, plus the notes a person wrote."""
