"""The map of P/L over SPX and VIX as data: shades, contours, the gap zone and words; the page draws them."""
