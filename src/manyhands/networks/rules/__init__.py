"""What the adapters share: opening archives safely, facts about a text, what to propose for leaving out. Pure."""
