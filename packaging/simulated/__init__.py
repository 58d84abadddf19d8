"""A month of simulated trading: its market, its trader, and what the trader writes."""
