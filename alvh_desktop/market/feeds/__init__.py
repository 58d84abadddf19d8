"""Sources of live quotes: each fits `desk.feed.Feed`."""
