"""Files to articles: the folder walked, bytes decoded, front matter validated, the text and its pieces made by `markup`."""
