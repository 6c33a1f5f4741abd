"""Word templates, read into programs of plain data.

Order: program (what a template becomes), tag (as written), package (a safe .docx), language (tags to steps), marking (places in the XML),
reading (all of it).
"""
