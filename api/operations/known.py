"""What a question names must be there: a misspelt name is answered by saying so, not with nothing found."""

from collections.abc import Iterable

from api.operations.store import Store
from domain.appraisal.state import Appraisal
from domain.case.state import Case
from domain.cycle.regulation import regulation_of as made_into_one
from domain.cycle.regulation import regulation_streams
from domain.cycle.state import Cycle
from domain.directory import Directory
from domain.meeting.state import Meeting
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook
from domain.streams import appraisal_stream, case_stream, cycle_stream, directory_stream, meeting_stream


async def require_cycle(store: Store, cycle: str) -> Cycle:
    """The cycle as the log has it; refuses one that was never launched."""
    _, state = await store.load(cycle_stream(cycle), Cycle)
    if not state.launched:
        raise Refused(
            Reason.NOT_FOUND, f"cycle {cycle}", "has not been launched", "See 'kaohe cycle status' for those that are"
        )
    return state


async def require_appraisal(store: Store, appraisal: str) -> tuple[str, Appraisal]:
    """The stream and state of `cycle:appraisee`; refuses what is no appraisal, and one that does not exist."""
    cycle, _, appraisee = appraisal.partition(":")
    if not cycle or not appraisee:
        problem, mend = "is no appraisal", "Write it as CYCLE:APPRAISEE"
        raise Refused(Reason.INVALID, f"appraisal {appraisal!r}", problem, mend)
    stream = appraisal_stream(cycle, appraisee)
    _, state = await store.load(stream, Appraisal)
    if not state.opened:
        mend = f"See 'kaohe cycle status {cycle}' for its appraisals"
        raise Refused(Reason.NOT_FOUND, f"appraisal {appraisal}", "does not exist", mend)
    return stream, state


async def require_case(store: Store, case: str) -> Case:
    """The case as the log has it; refuses one that was never opened."""
    _, state = await store.load(case_stream(case), Case)
    if not state.opened:
        mend = "See 'kaohe case list' for those that are"
        raise Refused(Reason.NOT_FOUND, f"case {case}", "has not been opened", mend)
    return state


async def require_meeting(store: Store, meeting: str) -> tuple[int, Meeting]:
    """The meeting as the log has it, with its version; refuses one that was never convened."""
    loaded, state = await store.load(meeting_stream(meeting), Meeting)
    if not state.convened:
        mend = "See 'kaohe meeting list' for those that are"
        raise Refused(Reason.NOT_FOUND, f"meeting {meeting}", "has not been convened", mend)
    return loaded.version, state


async def regulation_of(store: Store, cycle: str) -> Rulebook:
    """What a launched cycle runs under: the pinned versions of rulebook and scheme, made into one."""
    state = await require_cycle(store, cycle)
    loaded = {stream: (await store.executor.load(stream)).state for stream in regulation_streams(state)}
    return made_into_one(state, loaded)


async def directories(store: Store, authorities: Iterable[str]) -> dict[str, Directory]:
    """The directories of authorities, by authority."""
    return {name: (await store.load(directory_stream(name), Directory))[1] for name in sorted(authorities)}


def require_person(person: str, known: dict[str, Directory]) -> None:
    """Refuses somebody whom none of the directories names; without any directory nobody can be told apart."""
    if known and not any(person in directory.posts for directory in known.values()):
        raise Refused(
            Reason.NOT_FOUND,
            f"person {person}",
            f"is not in the directory of {' or '.join(known)}",
            "See 'kaohe directory show AUTHORITY' for those who are",
        )
