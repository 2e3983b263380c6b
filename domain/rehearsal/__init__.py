"""Rehearsal: synthetic actors go through a regulation in memory, on a skipping clock, before anybody lives by it.

Nothing here decides anything: every command goes to the decider that production asks, and every instant comes from the
clock functions that the workflows ask. What is invented is who acts when, and that follows from a seed.
"""

from domain.rehearsal.plan import Behaviour, Cycle, Plan
from domain.rehearsal.play import rehearse
from domain.rehearsal.played import Asked, Played, Told
from domain.rehearsal.report import Report, report

__all__ = ["Asked", "Behaviour", "Cycle", "Plan", "Played", "Report", "Told", "rehearse", "report"]
