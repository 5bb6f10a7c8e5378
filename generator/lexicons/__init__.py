"""Word lists as data files, each line with its code, and a small loader."""
