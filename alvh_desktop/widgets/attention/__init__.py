"""The alerts panel: its list, the page of one alert, the strip of gauges, and what is heard of them."""
