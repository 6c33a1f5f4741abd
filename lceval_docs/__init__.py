"""Document toolkit for an evaluation standard: one source of truth, from it site, Word files, forms, reports.

The rooms of the house and what each may know stand in CONTRIBUTING.md; `tests/test_architecture.py` holds them to it.
"""

__version__ = "0.1.0"
