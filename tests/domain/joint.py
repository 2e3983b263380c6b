"""A joint task whose co-operating units confirm their part, being scored."""

from typing import Any

from domain.appraisal.recording.joint import ConfirmJointPart, DisputeJointPart
from domain.appraisal.recording.record import CloseRecord
from domain.appraisal.recording.values import AssignJointPart
from domain.schedule import StepName
from domain.scoring import JointRole
from tests import sample
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, HEAD, OFFICE, at_step, launched

_BRIDGE: dict[str, Any] = {
    "id": "bridge",
    "name": "Bridge built together",
    "weight": "1",
    "unit": "%",
    "direction": "up",
    "target": "100",
    "lead": "statistics",
    "rule": {"shape": "ratio_to_target"},
    "joint": {"lead": "1", "cooperating": "1/2", "confirmed": True},
}
_STEPS = [step for step in sample.sample_steps() if step["step"] in {"scoring", "result"}]
_STEPS[0]["opens"] = {"after": "launch"}

OPEN = at_step(
    StepName.SCORING,
    launched(
        indicators=[_BRIDGE],
        evaluators=[{"kind": "lead_departments", "weight": "1"}],
        steps=_STEPS,
    ),
)
LEADS = AssignJointPart(indicator="bridge", role=JointRole.LEAD)
COOPERATES = AssignJointPart(indicator="bridge", role=JointRole.COOPERATING, cooperating=2)
ASSIGNED = len(OPEN.streams[APPRAISAL]) + 1
"""The version of the event that states the part in `ASKED`."""
ASKED = OPEN.when(APPRAISAL, COOPERATES, actor=OFFICE).accepted
WRITTEN = frozenset({"We led"})
"""What people write in `whole` besides what they do in the sample's own history."""


def whole() -> Given:
    """A part was disputed, stated anew and confirmed."""
    given = ASKED
    for actor, wish in (
        (HEAD, DisputeJointPart(indicator="bridge", reason="We led")),
        (OFFICE, COOPERATES),
        (HEAD, ConfirmJointPart(indicator="bridge")),
        (OFFICE, CloseRecord()),
    ):
        given = given.when(APPRAISAL, wish, actor=actor).accepted
    return given
