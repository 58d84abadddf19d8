"""Closing and rolling a trade: the ways there are, and the sheet that lists them."""
