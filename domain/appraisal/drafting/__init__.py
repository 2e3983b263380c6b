"""Papers of a unit before they are handed in: drafted by its liaison, reviewed by its deputy, signed by its head.

A draft is sealed as a whole and opened for its unit alone; what the head signs is what the unit says. `events` is the
storage format and `drafts` the fold.
"""
