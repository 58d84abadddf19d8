"""The dock of charts: one lens above, and pages that are looked at through it."""
