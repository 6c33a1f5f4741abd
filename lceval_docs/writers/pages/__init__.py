"""Pages of the site as Markdown. Order: mathml (formulas), svg (pictures), chapter, sheet (inputs of a form),
assessment (the page that holds them), markdown (blocks),
search (the index).
The whole order stands in tests/test_architecture.py.
"""
