"""Articles and the index to pages."""
