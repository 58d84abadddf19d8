"""The dock of statistics: a bar of filters, a strip of figures, views, and the campaigns behind what was clicked."""
