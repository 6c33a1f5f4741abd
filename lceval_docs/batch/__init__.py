"""Many cases at once: each costs only itself, and what is done stays done.

Order: order (what is asked, and what came of it), journal (what is there already), server (what processes
are forked from), worker (makes one case), engine (where workers run), office (PDF by an office program), run (all of it).
"""
