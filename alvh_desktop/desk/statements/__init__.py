"""From the rows of a statement to trades: known again, gathered into orders, matched, looked at, booked."""
