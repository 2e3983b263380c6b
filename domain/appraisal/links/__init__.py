"""What an appraisal has from others: results and values by rule, and facts that were reported once.

`sources` says whose streams these are, `taking_in` what follows from them, and `asked` what is left to be reported.
"""
