"""The payoff panel: its chart, the grips of strikes under it, and the hand that drags them."""
