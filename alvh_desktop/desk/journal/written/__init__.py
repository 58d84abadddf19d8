"""The journal as files that other programs read: notes as Markdown with their pictures, and tables."""
