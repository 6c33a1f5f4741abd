"""A filled Word form → answers with the fields they stand in.

Order: grid (tables by what they say), control (fields by tag), layout (fields that are gone), reading (the whole form).
"""

from lceval_docs.sources.form.reading import read_form

__all__ = ["read_form"]
