"""The appraisal: one appraisee in one cycle.

`events` is the storage format, `state` the fold, `decide` the list of commands; `clock` says what time does, `duties`
what each step asks of whom, `rights` who may do it, and one file for each step says what people do in it.
"""
