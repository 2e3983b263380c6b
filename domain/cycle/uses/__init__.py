"""What results are used for: proposed by the rules of the rulebook, and decided by people, one by one.

`events` is the storage format, `state` the fold, `proposing` the rules and `deciding` what the committee does with it.
"""
