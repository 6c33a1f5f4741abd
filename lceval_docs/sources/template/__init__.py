"""Word templates, read into programs of plain data.

Order: program (what a template becomes), tag (as written), package (a safe .docx), part (an XML part being read), language (tags to
steps), cell (tags about table cells), block (what opens and closes), marking (places in the XML), reading (all of it).
"""
