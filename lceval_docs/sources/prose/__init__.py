"""The text's Markdown as a tree. Order: inline (what stands in a line), joining (cells of tables), chapter."""
