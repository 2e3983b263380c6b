"""From facts to a result: one exact total, its grade, and an explanation that can be followed down to every event.

All arithmetic is in fractions of integers; digits are dropped where the rulebook says so, and nowhere else.
"""

from fractions import Fraction

from domain.event import Record
from domain.exact import Exact, rounded, simplest, text
from domain.explanation import Explanation, render
from domain.regulation import Rulebook, attributes_of, peer_group
from domain.scoring.adjusting import adjusted
from domain.scoring.columns import Comparison, PeerTable
from domain.scoring.combining import weighted_mean
from domain.scoring.evaluators import evaluator_part
from domain.scoring.facts import Facts
from domain.scoring.fitting import require_facts_fit, require_stated
from domain.scoring.grading import graded
from domain.scoring.measure import bracketed
from domain.scoring.rules import Rules
from domain.scoring.system import System

_BEST = 100


class Result(Record):
    """The outcome; no total and no grade when nothing is known. `verdicts` are the rulebook's words by indicator.

    `barred` are grades that a veto forbids whatever the quota, `peer_group` where the appraisee is compared.
    """

    total: Exact | None
    grade: str | None
    verdicts: dict[str, str]
    explanation: Explanation
    barred: tuple[str, ...] = ()
    peer_group: str | None = None


def compute(rulebook: Rulebook, appraisee: str, facts: Facts, peers: PeerTable | None = None) -> Result:
    """Computes the result of one appraisee by the rulebook.

    Each evaluator kind is a part of the total; the indicator system is that of the lead departments. A part with fewer
    scores than its minimum is missing, and the rulebook's policy says what becomes of its weight, as of that of a
    missing indicator. Adjustments come on top, then the rounding, then grade, critical elements and vetoes. Refuses
    facts about indicators that are not the appraisee's, numbers outside their range, and, without a table of `peers`,
    a rulebook that compares them.
    """
    return compute_by(Rules(rulebook), appraisee, facts, None if peers is None else Comparison(peers))


def compute_by(rules: Rules, appraisee: str, facts: Facts, comparison: Comparison | None) -> Result:
    """`compute` for many appraisees of one rulebook, which is then read once."""
    rulebook = rules.rulebook
    attributes = attributes_of(rulebook, appraisee, facts.attributes)
    require_stated(rules, appraisee, attributes)
    own = rules.own(appraisee, attributes)
    require_facts_fit(rules, own, appraisee, facts)
    group = peer_group(rulebook, appraisee, attributes)
    peers = comparison.peers_of(group) if comparison else None
    system = System(rules, own, facts, attributes, peers)
    whole = system.score()
    parts = [(evaluator_part(evaluator, whole, facts, rules, peers), evaluator.weight) for evaluator in own.evaluators]
    mean = weighted_mean(parts, own.missing)
    label = f"Total of {appraisee}"
    if mean.score is None:
        explanation = Explanation(label=label, rule=f"no total: {mean.rule}", score=None, children=mean.children)
        return Result(total=None, grade=None, verdicts=system.verdicts, explanation=explanation, peer_group=group)
    full = Fraction(own.full_marks)
    exact = mean.score * full / _BEST
    adjustments = adjusted(own, system)
    raw = exact + adjustments.points
    total = rounded(raw, own.rounding)
    grading = graded(own, total, system, facts, attributes)
    works = mean.works if full == _BEST else f"({mean.works}) * {bracketed(full)} / {_BEST}"
    first = len(mean.children) + 1
    works = f"{works}{''.join(f' + c{first + position}' for position in range(len(adjustments.explanations)))}"
    explanation = Explanation(
        label=label,
        rule="; ".join((mean.rule, *adjustments.rules, *grading.rules)),
        score=grading.total,
        out_of=None if full == _BEST else own.full_marks,
        works=grading.works(f'round({works}, {own.rounding.places}, "{own.rounding.mode.value}")'),
        inputs={"exact total": text(simplest(raw)), **grading.inputs},
        rounding=str(own.rounding),
        children=(*mean.children, *adjustments.explanations, *grading.explanations),
    )
    return Result(
        total=grading.total,
        grade=grading.grade,
        verdicts=system.verdicts,
        explanation=explanation,
        barred=grading.barred,
        peer_group=group,
    )


def explain(result: Result) -> str:
    """The result's explanation as indented text for a terminal."""
    return render(result.explanation)
