"""What the past teaches: statistics of closed campaigns, curves with and without the hedge, and tax years.

Pure: it is given results and sums of days, and knows neither the desk nor a file.
"""
