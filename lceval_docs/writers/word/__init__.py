"""Word files: filled from a template, or built into a template's empty body.

Order: package (the zip), text (values to runs), equation, chart, contents (the table of contents), report (a template
filled), form (a body built).
The whole order stands in tests/test_architecture.py.
"""
