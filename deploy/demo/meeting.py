"""The joint meeting (联席会议): convened with notice, it deliberates on every result and votes by name.

Six members are invited and five come. One of them is of a department that is appraised, and takes no part in its item.
One motion is lost: the meeting would have lifted a grade, and does not.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from deploy.demo.authority import Run
from deploy.demo.script import ABSENT, FIRST, LIFTED
from deploy.demo.stage import Stage
from domain.directory import Role

_NOTICE = timedelta(seconds=1.5)
_LOOK = 0.1


async def deliberate(stage: Stage, run: Run) -> None:
    """Convenes the meeting of a year, holds it, and lets the committee go on when its conclusions are recorded."""
    place, meeting = run.authority, f"joint-{run.year}"
    officer, own = place.holders(Role.OFFICE)[0], f"/meetings/{meeting}"
    at = datetime.now(UTC) + _NOTICE
    notice = {
        "meeting": meeting,
        "cycle": run.cycle,
        "rule": "joint",
        "at": at.isoformat(),
        "papers": [_paper(f"Results {run.year} as computed")],
    }
    await stage.send(officer, "/meetings", notice)
    stage.say(f"The joint meeting on {run.cycle} is convened")
    await asyncio.sleep(max(0.0, (at - datetime.now(UTC)).total_seconds()))
    present = [member for member in place.holders(Role.MEMBER) if member != ABSENT]
    await stage.send(officer, f"{own}/opening", {"present": present})
    shown = await stage.door.meeting(meeting)
    motions = 0
    for item in shown["agenda"]:
        voting = [member for member in present if member not in item["recused"]]
        for grade, statement, vote in _moved(run, item["item"], item["before"]):
            motions += 1
            await stage.send(
                voting[0], f"{own}/motions", {"item": item["item"], "grade": grade, "statement": statement}
            )
            for member in voting:
                await stage.send(member, f"{own}/votes", {"motion": motions, "vote": vote})
            if vote == "against":
                stage.say(f"A motion to lift {place.name(item['item'])} to {grade.split()[0]} is lost")
        conclusion = {"item": item["item"], "reasons": "By the documents before it."}
        await stage.send(officer, f"{own}/conclusions", conclusion)
    await stage.send(officer, f"{own}/closing", {"minutes": _paper(f"Minutes of the joint meeting {run.year}")})
    await _recorded(stage, run)
    stage.say(f"The joint meeting recommends {len(shown['agenda'])} grades, by {motions} motions and votes by name")
    stage.recommended[run.cycle].set()


def _moved(run: Run, unit: str, grade: str) -> Iterator[tuple[str, str, str]]:
    """The motions on one result: the grade, the reason, and how everybody votes."""
    if run.year == FIRST and unit == LIFTED:
        grades = [band.grade for band in run.rulebook.grades]
        yield grades[max(0, grades.index(grade) - 1)], "It had a hard year.", "against"
    yield grade, "The result is what the rulebook says.", "for"


async def _recorded(stage: Stage, run: Run) -> None:
    """Returns when the cycle knows what the meeting concluded."""
    while True:
        if any(event.type == "RecommendationsRecorded" for event in await stage.door.history(run.cycle)):
            return
        await asyncio.sleep(_LOOK)


def _paper(number: str) -> dict[str, str]:
    return {"number": number, "sha256": hashlib.sha256(number.encode()).hexdigest()}
