"""How the examination of an indicator system is printed."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from api.cli.output import clean, line, table
from api.operations.examining import Checked, GoalsShown
from domain.examination import (
    Advice,
    BalanceTable,
    Burden,
    Decomposed,
    Held,
    Matter,
    Reach,
    Report,
    Sensitivities,
    Shift,
    Swap,
)
from domain.examination.saying import everybody, percent

_HEADINGS = {
    Matter.OVERLAP: "Indicators that overlap",
    Matter.UNSTATED: "Indicators that leave something unsaid",
    Matter.TARGETS: "One target for the unlike",
    Matter.GOALS: "Goals and indicators",
    Matter.DECOMPOSITION: "Who answers for goals",
    Matter.BALANCE: "Balance",
    Matter.REACH: "Scores that tell nobody apart",
    Matter.COMPARISON: "Compared with rulebooks in force",
}


def show_findings(found: Checked, file: Path) -> None:
    """What forbids publication on standard error, or that nothing does on standard output."""
    name = f"Rulebook {found.rulebook or file}" if found.scheme is None else f"Scheme {found.scheme}"
    if found.valid:
        line(f"{name} is in order. Its content is {found.hash}.")
        return
    findings = "1 problem" if len(found.findings) == 1 else f"{len(found.findings)} problems"
    sys.stderr.write(clean(f"{name} has {findings}:\n"))
    for finding in found.findings:
        sys.stderr.write(clean(f"- {_sentence(str(finding))}\n"))


def show_report(report: Report) -> None:
    """Advice by what it is about, then the tables."""
    if report.advice:
        line()
        line(f"{_count(len(report.advice), 'piece')} of advice, which {_do(len(report.advice))} not forbid publication")
    for matter in Matter:
        _show_advice(_HEADINGS[matter], [one for one in report.advice if one.matter is matter])
    if report.balance:
        _show_balance(report.balance)
    if report.burden:
        _show_burden(report.burden)
    if report.reach:
        _show_reach(report.reach)
    if report.sensitivity:
        _show_sensitivity(report.sensitivity)


def show_goals(found: GoalsShown) -> None:
    """The tree of goals, and what it lacks."""
    for goal in found.goals:
        for text in _goal(goal, ""):
            line(text)
    if not found.goals:
        line(f"Rulebook {found.rulebook} has no goals.")
    _show_advice(_HEADINGS[Matter.DECOMPOSITION], found.advice)


def _show_advice(heading: str, advice: Iterable[Advice]) -> None:
    """Advice of the same words is said once, with all its places."""
    places: dict[tuple[str, str], list[str]] = {}
    for one in advice:
        places.setdefault((one.problem, one.mend), []).append(one.place)
    if places:
        line()
        line(heading)
    for (problem, mend), those in places.items():
        line(_sentence(f"- {', '.join(those)}: {problem}. {mend}"))


def _show_balance(tables: Sequence[BalanceTable]) -> None:
    """One table for each set of audiences, under a heading that names them where there are several."""
    for one in tables:
        line()
        line(f"Balance of the indicator system, by weight{_for(one.who, tables)}")
        rows = [
            (
                *(
                    side
                    for sides in zip(pair.sides, map(percent, (pair.first, pair.second)), strict=True)
                    for side in sides
                ),
                percent(pair.undeclared),
            )
            for pair in one.sides
        ]
        table(("side", "weighs", "other side", "weighs", "undeclared"), rows, empty="")
        line(f"The public's evaluation weighs {percent(one.public)} of the total.")


def _show_burden(burdens: Sequence[Burden]) -> None:
    for one in burdens:
        line()
        line(
            f"Asked of one unit in a year{_for(one.who, burdens)}: {_count(one.values, 'value')} of "
            f"{_count(one.indicators, 'indicator')}, in {_count(one.requests, 'request')}; "
            f"{_count(one.fields, 'field')} to type."
        )


def _show_reach(reach: Sequence[Reach]) -> None:
    line()
    line("Scores by the values given, in per cent of full marks")
    rows = [(one.number, one.indicator, one.scored, *map(percent, (one.best, one.mean, one.worst))) for one in reach]
    table(("number", "indicator", "scored", "best", "mean", "worst"), rows, empty="")


def _show_sensitivity(found: Sensitivities) -> None:
    line()
    line("The ranking with a weight a tenth more or less: ranks changed, by how many places at most, pairs turned over")
    rows = [(one.place, one.what, _shift(one.more), _shift(one.less), _swap(one.swap)) for one in found.weights]
    table(("weight", "of", "+10 %", "-10 %", "the first two are level at"), rows, empty="")
    if found.untried:
        line(f"Not tried, since comparisons with peers rest on them: {', '.join(found.untried)}.")


def _shift(shift: Shift) -> str:
    return f"{shift.appraisees}, {shift.places}, {shift.pairs}" if shift.pairs else "none"


def _swap(swap: Swap | None) -> str:
    if swap is None:
        return ""
    return (
        f"{percent(abs(Fraction(swap.change)))} {'more' if swap.change > 0 else 'less'} ({swap.first}, {swap.second})"
    )


def _for(who: Sequence[str], among: Sequence[object]) -> str:
    return f", for {everybody(who)}" if len(among) > 1 else ""


def _goal(goal: Decomposed, indent: str) -> Iterator[str]:
    yield f"{indent}{goal.name} ({goal.goal}), {goal.kind.value}"
    inner = f"{indent}    "
    for number, indicator in goal.indicators.items():
        yield f"{inner}measured by {number} {indicator}"
    for held in goal.held:
        yield from _held(held, inner)
    for part in goal.parts:
        yield from _goal(part, inner)


def _held(held: Held, indent: str) -> Iterator[str]:
    logic = {"own": "owns it", "contribute": "contributes", "share": "has a share"}[held.logic.value]
    whole = "" if held.of_goal is None else f", {percent(held.of_goal)} of the goal"
    yield f"{indent}{held.kind.value} {held.holder} {logic}{whole}"
    for under in held.under:
        yield from _held(under, f"{indent}    ")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _do(number: int) -> str:
    return "does" if number == 1 else "do"
