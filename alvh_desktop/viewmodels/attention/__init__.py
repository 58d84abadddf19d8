"""Alerts, signals and gauges as a screen shows them: which stands where, in which words, and what is made heard."""
