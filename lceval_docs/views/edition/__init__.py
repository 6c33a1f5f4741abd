"""The standard's text, ready to print: what is generated in its place, everything numbered, every reference worded.

Order: cell (tables made from data), then what is generated, by subject (term, document, process, grading, formula,
indicator, factor, form), part (all of it by name), numbering, citation, whole (the edition), explanation.
"""
