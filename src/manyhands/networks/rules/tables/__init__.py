"""Tables: rows of cells whatever the form of the file, and what their columns mean."""
