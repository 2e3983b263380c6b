"""A result that is revised after it was approved, because a review, an appeal or an objection was granted.

`events` is the storage format, `state` what waits for the committee, `computing` the result of corrected facts, and
`deciding` who revises and who approves again. All of it is possible after the appraisal has closed.
"""
