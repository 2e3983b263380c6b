"""Goals where the rulebook says how they come about: audited, commented on, negotiated, fixed and published.

`events` is the storage format and `setting` the fold; one file for each act says who does it and when. Rulebooks that
say nothing keep to the two acts of `domain.appraisal.goals`.
"""
