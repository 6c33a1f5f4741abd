"""A finished report held against what it was made from, and asked where its figures come from.

Order: place (places in words, both ways), figure and drawn (printed against recomputed), mention (totals in running text, leftovers),
origin (what the file says of its making against what is here), whole (all of it), tracing (a place to its explanation).
The whole order stands in tests/test_architecture.py.
"""
