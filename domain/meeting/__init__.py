"""The meeting: convened with notice, it deliberates item by item, votes by name, and recommends with reasons.

`events` is the storage format, `state` the fold, `decide` the list of commands; `convening`, `sitting`, `deliberation`
and `closing` hold them, `rights` says who may, and `clock` what time does.
"""
