"""The content of each output, ready to print. The only place that rounds, formats and words.

Order: number (figures to text), label (fixed words), name (of output files), equation (formulas to text), sheet (what
a page asks), block (pages as blocks), then one module an output: report, form, explain, summary, site.
The whole order stands in tests/test_architecture.py.
"""
