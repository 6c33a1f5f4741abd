"""Templates filled: made ready once, as code and packed parts; then data in, bytes out.

Order: addition (what values bring into the package), rich, drawing, subdocument (values with a look of their own), value (any of them, as
bytes), needed (what Word needs of cells and tables), compiled (a program as code), filling (all of it).
"""
