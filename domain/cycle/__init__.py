"""The cycle: one run of a rulebook, from launch to close, and all that steers it on the way.

`events` is the storage format, `state` the fold, `decide` the list of commands; `launch`, `passage` and `steering` hold
them, and `rights` says who may steer.
"""
