"""A filled data workbook → answers with the cells they stand in.

Order: package (a safe .xlsx, or what the file really is), grid (cells of a sheet with what a program would not tell),
table (cells to rows of a table, by codes), reading (all tables).
"""

from lceval_docs.sources.workbook.reading import read_workbook

__all__ = ["read_workbook"]
