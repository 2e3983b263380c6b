"""Scoring a table of values by a rulebook, without launching anything: what cells mean, and what they come to."""
