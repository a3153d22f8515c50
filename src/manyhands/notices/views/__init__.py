"""Pages of notices, letters, and what is told while a page is open."""
