"""Templates filled: made ready once, as code and packed parts; then data in, bytes out.

Order: addition (what values bring into the package), rich, drawing, subdocument, symbol (values with a look of their own), value (any of
them, as bytes), needed (what Word needs of cells and tables), hidden and tracing (bookmarks around printed figures), code (a part's code, run), compiled (a program made into code), filling
(all of it). A kept template needs no XML reader, no Jinja and no model: what does is imported by the function that needs it.
"""
