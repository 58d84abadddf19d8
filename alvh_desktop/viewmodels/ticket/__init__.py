"""The ticket: an order being made, leg by leg, and what it would do before it is booked."""
