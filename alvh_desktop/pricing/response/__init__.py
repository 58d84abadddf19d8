"""What VIX, its futures and the smiles do when SPX moves: presets, the answer, and how far it scatters.

Fitted on daily closes, VIX from 1990 to 2026 and VX futures from 2008 to 2021. No constant is truth: they are data
the user can change, and the chart draws the band.
"""

from alvh_desktop.pricing.response.futures import future_after, future_beta, future_line, glide
from alvh_desktop.pricing.response.presets import CONSTANTS, Response, responses
from alvh_desktop.pricing.response.spread import QUANTILES, sd_future, sd_vix, sd_vol, sd_vvix
from alvh_desktop.pricing.response.vix import vix_fixed, vix_kinks, vix_log_change, vix_quantile
from alvh_desktop.pricing.response.vols import vol_elasticity, vvix_cap_y, vvix_log_change

__all__ = [
    "CONSTANTS",
    "QUANTILES",
    "Response",
    "future_after",
    "future_beta",
    "future_line",
    "glide",
    "responses",
    "sd_future",
    "sd_vix",
    "sd_vol",
    "sd_vvix",
    "vix_fixed",
    "vix_kinks",
    "vix_log_change",
    "vix_quantile",
    "vol_elasticity",
    "vvix_cap_y",
    "vvix_log_change",
]
