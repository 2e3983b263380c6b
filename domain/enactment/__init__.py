"""Enactment: how a rulebook or a scheme comes into force, from the first draft to its retirement.

Drafted, checked, consulted on, approved by others than its drafters, published, and then amended or retired. Rulebook
and scheme go the same way; what they differ in is their `Instrument`. `events` is the storage format, `state` the fold,
`decide` the list of commands; `drafting`, `consultation`, `approval` and `force` hold them, and `rights` says who may.
"""
