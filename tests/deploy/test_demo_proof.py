"""The demo's own proof must notice what it claims to exclude: losses, repetitions and gaps planted in the history."""

from uuid import UUID, uuid4

import httpx
import pytest

from deploy.demo.door import Acknowledged, Door, Happening
from deploy.demo.failed import Failed
from deploy.demo.proof import Log, require_no_fact_twice, require_nothing_lost
from store.execute import event_id


def happening(command: UUID, version: int, kind: str = "GoalsConfirmed", what: str = "") -> Happening:
    return Happening(event_id(command, 0), version, kind, what, ())


def door(*commands: UUID) -> Door:
    made = Door(httpx.AsyncClient())
    made.ledger.acknowledged += [Acknowledged(command, "appraisal:c:a", "confirm") for command in commands]
    return made


def log(*happenings: Happening, of: str = "yuntan-2024:a") -> Log:
    return Log(statuses={}, histories={of: happenings})


FIRST, SECOND = uuid4(), uuid4()


def test_a_history_that_holds_every_acknowledged_command_once_is_in_order() -> None:
    require_nothing_lost(log(happening(FIRST, 1), happening(SECOND, 2)), door(FIRST, SECOND))


def test_a_lost_command_is_named() -> None:
    with pytest.raises(Failed, match=rf"{SECOND} .* stands 0 times"):
        require_nothing_lost(log(happening(FIRST, 1)), door(FIRST, SECOND))


def test_a_command_applied_twice_is_named() -> None:
    with pytest.raises(Failed, match=rf"{FIRST} .* stands 2 times"):
        require_nothing_lost(log(happening(FIRST, 1), happening(FIRST, 2)), door(FIRST))


def test_a_gap_is_noticed() -> None:
    with pytest.raises(Failed, match="gap"):
        require_nothing_lost(log(happening(FIRST, 1), happening(SECOND, 3)), door(FIRST, SECOND))


@pytest.mark.parametrize(("cast", "fine"), [(4, True), (3, False)])
def test_ballots_cast_and_counted_must_agree(*, cast: int, fine: bool) -> None:
    it = door(FIRST)
    it.ledger.ballots["yuntan-2024", "a"] = cast
    counted = log(happening(FIRST, 1, "BallotsCounted", "The ballot was counted: 4 of 5 ballots cast, ..."))
    if fine:
        require_nothing_lost(counted, it)
    else:
        with pytest.raises(Failed, match="3 ballots were cast on a"):
            require_nothing_lost(counted, it)


def reported(*indicators: str) -> Happening:
    changes = tuple((f"value of {name}", "None", "90 %") for name in indicators)
    return Happening(uuid4(), 1, "ReportSubmitted", "Values reported.", changes)


@pytest.mark.parametrize(("of_the_year", "fine"), [("permit-days", True), ("hotline", False)])
def test_a_year_that_asks_again_for_what_its_quarters_told_is_noticed(*, of_the_year: str, fine: bool) -> None:
    units = {"appraisals": [{"appraisee": "a"}]}
    it = Log(
        {"yuntan-2024": units, "yuntan-2024-1": units},
        {"yuntan-2024:a": (reported(of_the_year),), "yuntan-2024-1:a": (reported("hotline"),)},
    )
    if fine:
        require_no_fact_twice(it)
    else:
        with pytest.raises(Failed, match="asked again for what its quarters had told: value of hotline"):
            require_no_fact_twice(it)
