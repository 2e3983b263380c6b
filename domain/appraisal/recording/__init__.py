"""Recording facts besides the report: by panels, cases, values supplied, and claims of external causes.

The record is open while the appraisal is reported on, verified or scored, until the performance office closes it. What
is recorded again replaces what was, which stays in the log.
"""
