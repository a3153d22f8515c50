"""The forms of discussions."""
