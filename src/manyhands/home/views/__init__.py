"""The pages of the hub itself."""
