"""The appraisal: one appraisee in one cycle.

`events` is the storage format, `state` where it stands and `folding` how events change that, `decide` the list of
commands; `clock` says what time does, `duties` what each step asks of whom, `rights` who may do it, and one file for
each step says what people do in it.
"""
