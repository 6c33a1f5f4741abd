"""A finished report read again: what it was made from, and what is printed in it where.

Order: provenance (the part that no page shows), chart (what charts show), reading (figures and texts with their places).
"""
