"""The forms of networks."""

from .bring_in import BringInForm, ColumnsForm, LeaveOutForm

__all__ = ["BringInForm", "ColumnsForm", "LeaveOutForm"]
