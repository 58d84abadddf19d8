"""The journal: a way of reading book, edits and log together, plus the notes a person wrote."""
