"""Where any printed figure of a report comes from: its address led back to formulas, factors, lines and evidence.

The whole order stands in tests/test_architecture.py.
"""
