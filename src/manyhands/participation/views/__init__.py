"""The pages on who takes part."""
