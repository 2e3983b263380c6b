"""What a task is to decide on, opened for reading: what was written, proposed or computed, and by whom."""

from collections.abc import Sequence
from itertools import islice

from api.operations.store import Store
from api.operations.texts import opened_texts
from domain.appraisal import events as e
from domain.appraisal import notice_events as n
from domain.event import Record
from domain.exact import text
from store.codec import decode
from store.log import StoredEvent

_OF: dict[str, tuple[type, ...]] = {
    "confirm-goals": (e.GoalsSet,),
    "talk": (e.TalkOpened, e.ActionsProposed),
    "talk-by-office": (e.TalkOpened, e.ActionsProposed),
    "verify": (e.ReportSubmitted,),
    "judge": (e.ReportSubmitted,),
    "approve": (e.ResultComputed,),
    "answer-objection": (n.ObjectionRaised,),
    "answer-feedback": (e.ResultComputed, e.FeedbackIssued),
}


class Matter(Record):
    """One thing to decide on: what it is, what it says, and the person it comes from."""

    what: str
    text: str
    by: str


async def matters(store: Store, key: str, stream: str) -> tuple[Matter, ...]:
    """What a duty is to decide on; of events of a kind the last counts, of a talk those of the last talk."""
    kind, _, about = key.partition(".")
    found: list[Matter] = []
    stored, talk = await store.log.read_stream(stream), 0
    for wanted in _OF.get(kind, ()):
        last = next((one for one in reversed(stored) if one.type == wanted.__name__), None)
        if wanted is n.ObjectionRaised:
            last = _objection(stored, int(about))
        if last is None:
            continue
        happened = decode(last)
        if isinstance(happened, e.TalkOpened):
            talk = happened.talk
        if isinstance(happened, e.ActionsProposed) and happened.talk != talk:
            continue  # of a talk before
        by = str(getattr(happened, "by", ""))
        match happened:
            case e.GoalsSet(goals=goals):
                own = [(goal.indicator, goal.target) for goal in goals if goal.target is not None]
                found += [Matter(what=f"own target {name}", text=text(target), by=by) for name, target in own]
            case e.ResultComputed(result=result):
                total = "none" if result.total is None else text(result.total)
                found += [Matter(what="total", text=total, by=by), Matter(what="grade", text=result.grade or "", by=by)]
                for part in result.explanation.children:
                    score = "missing" if part.score is None else text(part.score)
                    found.append(Matter(what=part.label, text=f"{score}: {part.rule}", by=by))
            case e.ReportSubmitted(values=values) if kind == "judge":
                given = [(one.indicator, one.value, one.unit) for one in values if one.value is not None]
                found += [Matter(what=f"reported {name}", text=f"{text(v)} {unit}", by=by) for name, v, unit in given]
        opened = await opened_texts(store.codec, last, about if kind == "verify" else None)
        found += [Matter(what=name, text=said, by=by) for name, said in opened.items()]
    return tuple(found)


def _objection(stored: Sequence[StoredEvent], number: int) -> StoredEvent | None:
    """The event that raised the objection of that number."""
    raised = (one for one in stored if one.type == n.ObjectionRaised.__name__)
    return next(islice(raised, number - 1, None), None)
