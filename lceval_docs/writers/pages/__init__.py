"""Pages of the site as Markdown. Order: mathml (formulas), svg (pictures), chapter, markdown (blocks),
search (the index)."""
