"""The report of a month or of a campaign: one value, made from what was read, and what it is written as."""
