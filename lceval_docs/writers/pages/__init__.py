"""Pages of the site as Markdown. Order: mathml (formulas), markdown (blocks)."""
