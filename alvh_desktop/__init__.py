"""ALVH Desktop: SPX iron condors with an ALVH-style layered VIX hedge, kept right to the cent."""

import os

__version__ = "0.1.0"

# Before numpy is loaded: its second BLAS thread only stalls the small products made here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
