"""Manyhands: a council's digital engagement, from one champion to many hands."""

__version__ = "0.1.0"
