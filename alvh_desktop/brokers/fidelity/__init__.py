"""Fidelity's account history."""

from alvh_desktop.brokers.fidelity.statement import FIDELITY

__all__ = ["FIDELITY"]
