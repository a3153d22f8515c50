"""The forms of networks."""

from .bring_in import BringInForm, ColumnsForm, LeaveOutForm
from .register import PasteForm, RegisterFilterForm, RegisterForm

__all__ = ["BringInForm", "ColumnsForm", "LeaveOutForm", "PasteForm", "RegisterFilterForm", "RegisterForm"]
