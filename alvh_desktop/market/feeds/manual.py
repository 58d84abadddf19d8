"""No feed: marks are typed or imported, and nothing comes by itself."""

from datetime import datetime

from alvh_desktop.desk.feed import FeedState, Look


class Manual:
    """Fits desk.feed.Feed."""

    name = "by hand"

    def look(self, now: datetime, is_asked: bool = False) -> Look:
        return Look(None, FeedState("off"), None)

    def stop(self) -> None:
        """Nothing is under way."""
