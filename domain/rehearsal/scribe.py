"""Keeps account of a rehearsal: from its events, and from what its streams ask of people at each moment."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from domain.appraisal import events as e
from domain.event import Event
from domain.refusal import Refused
from domain.rehearsal.played import Asked, Hindered, Played, Told
from domain.tasks import OpenDuty, Stands, task_id


class Scribe:
    """Writes down what is read from the rehearsal afterwards."""

    def __init__(self) -> None:
        self.played = Played()
        self._asked: dict[str, Asked] = {}
        self._opened: dict[str, frozenset[str]] = {}
        self._refused: dict[str, Refused] = {}

    def hear(self, at: datetime, stream: str, happened: Event) -> None:
        """Takes down an event."""
        self.played.events += 1
        self.played.ended = at
        match happened:
            case e.StepReminded(step=step, due=due, told=told):
                what = "reminder" if at < due else "overdue reminder"
                self._told(at, stream, step.value, what, "", told)
            case e.StepEscalated(step=step, to=to, told=told):
                self._told(at, stream, step.value, "escalation", to.value, told)
            case e.StepFellDue(duties=keys):
                for asked in self._of(stream, keys):
                    asked.overdue = True
            case e.StepLapsed(undone=keys):
                for asked in self._of(stream, keys):
                    asked.lapsed = True
            case _:
                pass

    def _told(  # noqa: PLR0913, PLR0917 - what there is to tell
        self, at: datetime, stream: str, step: str, what: str, to: str, told: tuple[str, ...]
    ) -> None:
        self.played.told.append(Told(at, stream.split(":")[1], step, what, to, len(told)))

    def _of(self, stream: str, keys: Iterable[str]) -> Iterator[Asked]:
        found = (self._asked.get(task_id(stream, key)) for key in keys)
        return (asked for asked in found if asked is not None)

    def see(
        self,
        stream: str,
        open_now: Mapping[str, OpenDuty],
        at: datetime,
        entry: Callable[[str, OpenDuty], Asked],
        stands: Callable[[str], Stands],
    ) -> list[str]:
        """Takes down what a stream asks now, and how what it asked before `stands` by now.

        Names the duties that have come up, for the first time or again.
        """
        before = self._opened.get(stream, frozenset())
        for task in before - open_now.keys():
            if stands(task) is Stands.DONE:
                self._asked[task].done = at
                self._refused.pop(task, None)
        self._opened[stream] = frozenset(open_now)
        new = [task for task in open_now if task not in before]
        for task in new:
            if task in self._asked:
                self._asked[task].done = None
            else:
                self._asked[task] = entry(task, open_now[task])
                self.played.asked.append(self._asked[task])
        return new

    def refuse(self, task: str, refused: Refused) -> None:
        """Takes down why a duty could not be done; it counts, if it never is."""
        self._refused[task] = refused

    def hinder(self, refused: Refused) -> None:
        """Takes down what could not be, for good."""
        self.played.hindered.append(Hindered(refused.thing, refused.problem, refused.mend))

    def close(self) -> Played:
        """The account, with what was refused to the last."""
        for refused in self._refused.values():
            self.hinder(refused)
        return self.played
