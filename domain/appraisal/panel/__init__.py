"""Panels whose members score in person: who has a seat, who is recused, what each gives, and who takes an empty seat.

What nobody gave is missing, never presumed. Panels that the rulebook gives nobody to hold are recorded as a whole by
`domain.appraisal.recording`, anonymous ones among them. `events` is the storage format and `seats` the fold.
"""
