"""What an act of a case is to decide on: what the acts before it stated and brought, and why it was sent back."""

from collections.abc import Iterator

from api.operations.matters import Matter
from api.operations.store import Store
from api.operations.texts import opened_texts
from domain.case import events as e
from domain.case.content import Content, Corrections, ExpertScore, GoalChanges, Measures, Referral
from domain.exact import text
from store.codec import decode


async def matters_of_case(store: Store, stream: str) -> tuple[Matter, ...]:
    """What was said and brought in a case so far, in its order; of an act done again all of it.

    What experts gave is shown when the last of them has given it, so that each judges for himself.
    """
    found: list[Matter] = []
    history = [(stored, decode(stored)) for stored in await store.log.read_stream(stream)]
    open_turn = max((happened.turn for _, happened in history if isinstance(happened, e.ActOpened)), default=0)
    for stored, happened in history:
        if not isinstance(happened, e.ActDone | e.ActReturned):
            continue
        by, act = happened.by, happened.act
        if isinstance(happened, e.ActDone):
            hidden = isinstance(happened.content, ExpertScore) and happened.turn == open_turn
            brought = () if happened.content is None or hidden else _brought(happened.content)
            outcome = [] if happened.outcome is None else [("outcome", happened.outcome)]
            found += [Matter(what=f"{act}: {what}", text=said, by=by) for what, said in (*outcome, *brought)]
        opened = await opened_texts(store.codec, stored)
        found += [Matter(what=f"{act}: {_plain(name)}", text=said, by=by) for name, said in opened.items()]
    return tuple(found)


def _plain(name: str) -> str:
    """What a text of a list is about, without the name of the field it stands in."""
    return name.removeprefix("text ").removeprefix("what ")


def _brought(content: Content) -> Iterator[tuple[str, str]]:
    match content:
        case Corrections(corrections=corrections):
            for one in corrections:
                corrected = {"value": one.value, "points": one.points}
                yield from (
                    (f"{what} of {one.indicator}", text(it)) for what, it in corrected.items() if it is not None
                )
        case GoalChanges(changes=changes):
            yield from ((f"target of {one.indicator}", text(one.target)) for one in changes)
        case ExpertScore(points=points):
            yield "points", text(points)
        case Measures(measures=measures):
            yield from ((f"date of measure {one.id}", str(one.by)) for one in measures)
        case Referral():
            yield "referred to", f"{content.organ}, {content.document}"
