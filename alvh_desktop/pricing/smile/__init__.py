"""The volatility smile of one root and expiry: what is quoted, the smooth curve through it, and how it sticks."""

from alvh_desktop.pricing.smile.fitting import fit_svi
from alvh_desktop.pricing.smile.quoted import Fit, Smile, chain_smile, smile_of
from alvh_desktop.pricing.smile.sides import quoted_sides
from alvh_desktop.pricing.smile.stickiness import stuck_delta
from alvh_desktop.pricing.smile.svi import Svi

__all__ = ["Fit", "Smile", "Svi", "chain_smile", "fit_svi", "quoted_sides", "smile_of", "stuck_delta"]
