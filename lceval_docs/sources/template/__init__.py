"""Word templates, read into programs of plain data.

Order: program (what a template becomes), tag (as written), package (a safe .docx), part (an XML part being read), place
(where something stands in it), language (tags to steps), draft (as many of them as can be read), cell (tags about table
cells), block (what opens and closes), marking (places in the XML), reading (all of it).
"""
