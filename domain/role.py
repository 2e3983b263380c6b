"""Roles: what a post in the directory of an authority entitles to."""

from enum import StrEnum


class Role(StrEnum):
    """What a post entitles to."""

    HEAD = "head"  # answers for a unit
    STAFF = "staff"  # may cast the internal ballot on the own unit
    LEADER = "leader"  # rates units
    OFFICE = "office"  # performance office: runs cycles, computes, never approves
    COMMITTEE = "committee"  # approves results
    VERIFIER = "verifier"  # confirms or corrects what was reported
    DEPUTY = "deputy"  # reviews in a unit what its head signs
    LIAISON = "liaison"  # drafts in a unit what its deputy reviews
    MEMBER = "member"  # of the joint meeting, which deliberates and recommends
    EXPERT = "expert"  # judges what is put forward, from outside
    SUPERVISION = "supervision"  # supervision organ: gives the value a sample is drawn by
    GOVERNMENT = "government"  # executive meeting of the government
    CONGRESS = "congress"  # hears the yearly report

    @property
    def of_a_unit(self) -> bool:
        """Whether the role is held in one unit and for it, so that a rule means that of the unit concerned."""
        return self in {Role.HEAD, Role.STAFF, Role.DEPUTY, Role.LIAISON}
