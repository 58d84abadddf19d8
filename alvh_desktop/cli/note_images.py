"""What is said of the images of a portfolio's notes."""

from alvh_desktop.cli.output import count_text


def missing_text(count: int, why: str) -> str:
    """A line of its own, or nothing where none is missing."""
    return f"\n! Of the images that notes show, {count_text(count, 'image')} {why}." if count else ""
