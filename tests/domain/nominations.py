"""A rulebook under which what experts give to a nomination counts in an indicator, and the history of one."""

from typing import Any

from domain.appraisal.nominations import TakeInNomination
from domain.case.decide import CloseCase
from domain.command import SYSTEM_CLOCK
from domain.streams import case_stream
from tests import sample
from tests.domain.cases import CONGRESS, EXPERTS, GOVERNMENT, acts, opened, peopled, procedures_of
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, HEAD, OFFICE, launched

PROJECT = {"project": "One window for all permits"}
WRITTEN = frozenset({*PROJECT.values(), *(f"Name of {one}" for one in (GOVERNMENT, CONGRESS, *EXPERTS))})
"""What people write in `whole` besides what they do in the sample's own history."""


def rules(experts: int = 3) -> dict[str, Any]:
    """Hangzhou's procedures, with so many experts to judge a nomination, and an indicator that they rate."""
    fields = procedures_of("hangzhou-2015")
    innovation = next(one for one in fields["procedures"] if one["id"] == "innovation")
    innovation["acts"][-1]["needs"] = experts
    indicators: list[dict[str, Any]] = sample.sample_rulebook()["indicators"]
    indicators[1]["children"][1] = {
        "id": "innovation",
        "name": "Innovation",
        "weight": "1/3",
        "rule": {"shape": "rated", "panels": {"experts": "1"}},
    }
    return {**fields, "indicators": indicators}


def nominating() -> Given:
    """The cycle is launched."""
    return peopled(launched(**rules()))


def judged(given: Given, *points: str, case: str = "c-1") -> Given:
    """A project was put forward and admitted, and each expert has given these points."""
    stream = case_stream(case)
    given = opened(given, HEAD, "innovation", case=case, states=PROJECT)
    given = acts(given, OFFICE, "audit", stream, outcome="admitted").accepted
    for expert, one in zip(EXPERTS, points, strict=True):
        given = acts(given, expert, "assess", stream, content={"kind": "expert_score", "points": one}).accepted
    return given


def whole() -> Given:
    """A nomination was judged and taken in, and its case is over."""
    given = judged(nominating(), "80", "90", "85.5")
    given = given.when(APPRAISAL, TakeInNomination(case="c-1"), actor=SYSTEM_CLOCK).accepted
    return given.when(case_stream("c-1"), CloseCase(took_effect=True), actor=SYSTEM_CLOCK).accepted
