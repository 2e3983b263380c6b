"""Whether what an act brings fits the matter: refused when it is given, since a case that is granted comes too late."""

from collections import Counter
from collections.abc import Mapping, Sequence

from domain.case.content import (
    Correction,
    ExpertScore,
    Given,
    GivenCorrections,
    GivenGoalChanges,
    GivenMeasures,
    GivenReferral,
)
from domain.directory import Directory
from domain.exact import text
from domain.refusal import Reason, Refused
from domain.regulation import Indicator, Judged, Procedure, Rulebook, leaves_for
from domain.scoring import Score, Scores
from domain.scoring.panels import require_proper


def require_fitting(  # noqa: PLR0913, PLR0917 - what content is judged by
    given: Given | None,
    procedure: Procedure,
    appraisee: str | None,
    rulebook: Rulebook,
    directory: Directory,
    thing: str,
) -> None:
    """Refuses content that could not be carried out, or that says one thing twice."""
    leaves = {} if appraisee is None else {leaf.id: leaf for leaf in leaves_for(rulebook, appraisee)}
    match given:
        case GivenCorrections(corrections=corrections):
            require_corrections(corrections, leaves, appraisee, thing)
        case GivenGoalChanges(changes=changes):
            _require_own([one.indicator for one in changes], leaves, appraisee, thing)
            _require_target([leaves[one.indicator] for one in changes], thing)
        case GivenMeasures(measures=measures):
            _require_once([one.id for one in measures], "measure", thing)
            about = dict.fromkeys(one.indicator for one in measures if one.indicator is not None)
            _require_own(list(about), leaves, appraisee, thing)
        case GivenReferral(person=person) if person not in directory.posts:
            mend = "Name the person by the id in the directory"
            raise Refused(Reason.NOT_FOUND, thing, f"refers {person}, who is not in the directory", mend)
        case ExpertScore(points=points):
            panel = next((one for one in rulebook.panels if one.id == procedure.panel), None)
            if panel is not None:
                require_proper(panel, Scores(given=(Score(value=points),)))
        case _:
            return


def require_corrections(
    corrections: Sequence[Correction], leaves: Mapping[str, Indicator], appraisee: str | None, thing: str
) -> None:
    """Refuses corrections that could not be carried out on the appraisee's indicators."""
    _require_own([one.indicator for one in corrections], leaves, appraisee, thing)
    for one in corrections:
        if wrong := misfit(one, leaves[one.indicator]):
            raise Refused(Reason.INVALID, thing, *wrong)


def misfit(one: Correction, leaf: Indicator) -> tuple[str, str] | None:
    """Why a correction does not fit its indicator, and how to mend it; nothing where it fits."""
    judged = isinstance(leaf.rule, Judged)
    if judged is (one.points is None) or judged is (one.value is not None):
        kind, mend = ("judged", "its points") if judged else ("measured", "its value")
        return f"corrects {leaf.id}, which is {kind}", f"Correct {mend}"
    if one.points is not None and not 0 <= one.points <= leaf.judging_maximum:
        problem = f"corrects {leaf.id} to {text(one.points)} points"
        return problem, f"Give points from 0 to {text(leaf.judging_maximum)}"
    return None


def _require_own(indicators: Sequence[str], leaves: Mapping[str, Indicator], appraisee: str | None, thing: str) -> None:
    _require_once(indicators, "indicator", thing)
    for indicator in indicators:
        if indicator not in leaves:
            problem = f"names indicator {indicator}, on which {appraisee} is not appraised"
            raise Refused(Reason.INVALID, thing, problem, f"Its indicators are {', '.join(leaves)}")


def _require_once(names: Sequence[str], what: str, thing: str) -> None:
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise Refused(Reason.INVALID, thing, f"names {what} {twice[0]} twice", f"Name each {what} once")


def _require_target(leaves: Sequence[Indicator], thing: str) -> None:
    for leaf in leaves:
        if leaf.target is None:
            problem = f"changes the goal for indicator {leaf.id}, which takes no target"
            raise Refused(Reason.INVALID, thing, problem, "Name indicators with a target")
