"""The case: one procedure of a cycle's rulebook, carried out act by act, from whoever opens it to its end.

`events` is the storage format, `state` the fold, `decide` the list of commands. `opening` begins a case, `doing` does
its acts, `course` says where an act leads, and `clock` what time does; `rights` says who may, `content` what acts bring
besides words, and `effects` what a case that is granted changes in the appraisal.
"""
