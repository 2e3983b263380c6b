"""Scoring with explanations, written as lines of JSON, against the same sums in the same number types and no more.

The ratio is one process against one, over a part of the appraisees. All of them are then scored once on two processes,
for the seconds and the memory that takes.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import active_children, get_context

from api.scoring.computing import compute_all
from domain.regulation import Rulebook
from domain.scoring import Facts
from tests.bench import bare, regulation
from tests.bench.measure import FULL, Bench, Compared, Finding, Rates, Took, pairs
from tests.bench.place import line
from tests.bench.regulation import Kind

BAR = 1 / 12
LIMIT = 60.0
_PROCESSES = 2


def measure(bench: Bench) -> list[Finding]:
    findings: list[Finding] = []
    for kind in Kind:
        bench.say(f"scoring {bench.size.scored} appraisees, {kind.value}")
        rates = asyncio.run(_compare(kind, bench.size.scored, bench.size.pairs))
        findings.append(Compared(f"score, {kind.value}", "a second", rates, "sums", BAR))
    everybody = bench.size.scored_at_once
    bench.say(f"scoring {everybody} appraisees on {_PROCESSES} processes")
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        return [*findings, apart.submit(_score_all, everybody).result()]


async def _compare(kind: Kind, count: int, runs: int) -> Rates:
    rulebook, facts = regulation.rulebook(kind), regulation.facts(kind, count)
    plain = {appraisee: bare.plain(known) for appraisee, known in facts.items()}
    return await pairs(runs, partial(_rate, rulebook, facts), partial(_bare_rate, plain))


async def _rate(rulebook: Rulebook, facts: Mapping[str, Facts]) -> float:
    """Appraisees a second, from their facts to the last explanation in a file."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w") as out:
        out.writelines(f"{one.explanation}\n" for one in compute_all(rulebook, facts, 1))
    return len(facts) / (time.perf_counter() - began)


async def _bare_rate(plain: Mapping[str, bare.Plain]) -> float:
    began = time.perf_counter()
    with tempfile.TemporaryFile("w") as out:
        out.writelines(bare.totals(plain))
    return len(plain) / (time.perf_counter() - began)


def _score_all(count: int) -> Took:
    """Scores so many in a process that does nothing else, so that its memory is that of scoring alone."""
    rulebook, facts = regulation.rulebook(Kind.EACH_INDICATOR), regulation.facts(Kind.EACH_INDICATOR, count)
    before, workers = _megabytes(os.getpid()), 0.0
    began, spent = time.perf_counter(), _processor_seconds()
    with tempfile.TemporaryFile("w") as out:
        for number, one in enumerate(compute_all(rulebook, facts, _PROCESSES), start=1):
            out.write(f"{one.explanation}\n")
            if number == count:  # the last moment at which there are any workers
                workers = sum(_megabytes(child.pid) for child in active_children())
    seconds = time.perf_counter() - began
    spent = _processor_seconds() - spent
    memory = _megabytes(os.getpid()) - before + workers
    beside = f"{spent:.0f} s CPU, {memory:,.0f} MB beside {before:,.0f}"
    limit = LIMIT if count >= FULL.scored_at_once else None
    return Took(f"score {count:,}, {_PROCESSES} processes", seconds, limit, beside)


def _processor_seconds() -> float:
    """What the process and those it started and saw end have had of the processors."""
    return sum(os.times()[:4])


def _megabytes(process: int | None) -> float:
    """The most of a process that was resident; 0 where the system does not say."""
    said = line(f"/proc/{process}/status", "VmHWM")
    return int(said.split()[0]) / 1024 if said else 0.0
