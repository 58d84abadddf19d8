"""ALVH Desktop: SPX iron condors with an ALVH-style layered VIX hedge, kept right to the cent."""

__version__ = "0.1.0"
