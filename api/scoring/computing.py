"""Computes the results of many appraisees in bounded memory, on as many processors as are worth it."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple

from domain.explanation import Explanation
from domain.refusal import Refused
from domain.regulation import Rulebook, walk
from domain.scoring import Facts, PeerTable, Result, tabulate
from domain.scoring.columns import Comparison
from domain.scoring.result import compute_by
from domain.scoring.rules import Rules

_AT_ONCE = 20
"""Appraisees whose facts a process is given, and whose results it hands over, at a time."""
_WORTH_A_PROCESS = 20_000
"""Indicators to score from which a further process is faster than one."""
_KEPT_APART = Explanation(label="", rule="kept apart", score=None)

Batch = list[tuple[str, str]]
"""Appraisees and their facts as JSON, which is written and read many times as fast as records are pickled."""


class Computed(NamedTuple):
    """One appraisee's result, and its explanation as JSON, apart from it, since few are looked at and all are large.

    `missing` are the labels of what has no score, an indicator rather than all that is above or below it.
    """

    appraisee: str
    result: Result
    explanation: str
    missing: tuple[str, ...]


def compute_all(rulebook: Rulebook, facts: Mapping[str, Facts], processes: int | None = None) -> Iterator[Computed]:
    """The results of all appraisees, in the order of the facts; few of them are in memory at once.

    `processes` are as many as there are processors unless told otherwise. Raises `Refused` for facts that a rule cannot
    take.
    """
    peers = tabulate(rulebook, facts) if Rules(rulebook).compares else None
    leaves = sum(not node.children for _, node in walk(rulebook.indicators))
    count = processes or (len(os.sched_getaffinity(0)) if leaves * len(facts) >= _WORTH_A_PROCESS else 1)
    if count == 1:
        scorer = _Scorer(rulebook, peers)
        for appraisee, known in facts.items():
            yield scorer.compute(appraisee, known)
        return
    todo = ((appraisee, known.model_dump_json(exclude_unset=True)) for appraisee, known in facts.items())
    batches = iter(lambda: list(islice(todo, _AT_ONCE)), [])
    with ProcessPoolExecutor(count, get_context("spawn"), initializer=_begin, initargs=(rulebook, peers)) as pool:
        under_way = [pool.submit(_compute, batch) for batch in islice(batches, 2 * count)]
        while under_way:
            yield from under_way.pop(0).result()
            under_way += [pool.submit(_compute, batch) for batch in islice(batches, 1)]


class _Scorer:
    """A rulebook and its peer table, read once."""

    def __init__(self, rulebook: Rulebook, peers: PeerTable | None) -> None:
        self._rules = Rules(rulebook)
        self._comparison = Comparison(peers) if peers else None

    def compute(self, appraisee: str, facts: Facts) -> Computed:
        try:
            result = compute_by(self._rules, appraisee, facts, self._comparison)
        except Refused as refused:
            thing = f"appraisee {appraisee}, {refused.thing}"
            raise Refused(refused.reason, thing, refused.problem, refused.mend) from refused
        bare = result.model_copy(update={"explanation": _KEPT_APART})
        explained = result.explanation.model_dump_json(exclude_defaults=True)
        return Computed(appraisee, bare, explained, tuple(_missing(result.explanation)))


def _missing(node: Explanation) -> Iterator[str]:
    """The labels of what lacks a score in each branch: the lowest that are not the panels of one indicator."""
    below = [label for child in node.children for label in _missing(child)]
    lacking = node.score is None and node.scores
    has_panels = any(child.score is None and not child.works and "minimum" in child.inputs for child in node.children)
    if lacking and (has_panels or not below):
        yield node.label
    elif not has_panels:
        yield from below


_scorers: list[_Scorer] = []
"""The one scorer of a further process."""


def _begin(rulebook: Rulebook, peers: PeerTable | None) -> None:
    _scorers.append(_Scorer(rulebook, peers))


def _compute(batch: Batch) -> list[Computed]:
    return [_scorers[0].compute(appraisee, Facts.model_validate_json(known)) for appraisee, known in batch]
