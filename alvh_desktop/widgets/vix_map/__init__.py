"""The page of the map of P/L over SPX and VIX."""
