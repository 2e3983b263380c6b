"""The further sheets of a workbook of values: one row for each past value, case, score, ruling and earlier result."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from api.mistakes import Mistake, Mistaken
from api.scoring.values import Raw
from api.tables import Sheet, Workbook
from api.tables.form import Column, Form, Kind, Line
from api.tables.lines import read
from domain.regulation import Effect
from domain.scoring import EarlierResult

_APPRAISEE = Column("appraisee", Kind.SLUG, required=True)
_EVIDENCE = Column("evidence", note="Where it can be seen.")

PAST = Form(
    "Past",
    (
        _APPRAISEE,
        Column("indicator", Kind.SLUG, required=True),
        Column("year", Kind.WHOLE, required=True),
        Column("value", Kind.NUMBER, note="Empty where there is none."),
    ),
    required=False,
    note="Values of earlier years, for rules that compare an appraisee with its own past.",
)
CASES = Form(
    "Cases",
    (
        _APPRAISEE,
        Column("provision", Kind.SLUG, required=True, note="The indicator, adjustment or veto it counts for."),
        Column("case", required=True, note="Its id, the same wherever it counts."),
        Column("kind"),
        Column("count", Kind.WHOLE),
        Column("points", Kind.NUMBER),
        _EVIDENCE,
    ),
    required=False,
    note="Findings, complaints, awards: everything that counts case by case.",
)
SCORES = Form(
    "Scores",
    (
        _APPRAISEE,
        Column("indicator", Kind.SLUG, note="Empty for the appraisee as a whole."),
        Column("panel", Kind.SLUG, required=True),
        Column("evaluator", Kind.SLUG, note="Empty where the panel is anonymous."),
        Column("score", Kind.NUMBER, note="Empty for don't know."),
        Column("weight", Kind.NUMBER),
        Column("invited", Kind.WHOLE, note="How many were asked, on any row of the panel."),
    ),
    required=False,
    note="What the evaluators of panels gave, one row for each score.",
)
RULINGS = Form(
    "Rulings",
    (
        _APPRAISEE,
        Column("indicator", Kind.SLUG, required=True),
        Column("upheld", Kind.TRUTH, required=True),
        Column("effect", Kind.CHOICE, choices=tuple(effect.value for effect in Effect)),
        Column("target", Kind.NUMBER),
        Column("by", note="Who ruled."),
        _EVIDENCE,
    ),
    required=False,
    note="Rulings on claims that something outside an appraisee's power kept it from its target.",
)
EARLIER = Form(
    "Earlier",
    (
        _APPRAISEE,
        Column("year", Kind.WHOLE, required=True),
        Column("grade"),
        Column("total", Kind.NUMBER),
        Column("attested by"),
        Column("source"),
    ),
    required=False,
    note="Attested results of earlier years, for consequences over the years.",
)
FORMS = (PAST, CASES, SCORES, RULINGS, EARLIER)

Earlier = dict[str, tuple[EarlierResult, ...]]


def read_details(
    workbook: Workbook, sheets: Sequence[Sheet], raws: Mapping[str, Raw], mistakes: list[Mistake]
) -> Earlier:
    """Adds what the sheets say to the raw facts, and their mistakes to those there are; answers the earlier results."""
    try:
        lines = read(Workbook(workbook.name, workbook.sha256, tuple(sheets)), FORMS)
    except Mistaken as mistaken:
        mistakes += mistaken.mistakes
        return {}
    for form in FORMS:
        for line in lines[form.sheet]:
            if line.values["appraisee"] not in raws:
                problem = f"{line.values['appraisee']} has no row among the values"
                mend = "Add the row, or correct the appraisee"
                mistakes.append(Mistake(place=line.places["appraisee"], problem=problem, mend=mend))
    for form, take in ((PAST, _past), (CASES, _case), (SCORES, _score), (RULINGS, _ruling)):
        for line in lines[form.sheet]:
            if raw := raws.get(str(line.values["appraisee"])):
                take(line, raw, mistakes)
    earlier: defaultdict[str, list[EarlierResult]] = defaultdict(list)
    for line in lines[EARLIER.sheet]:
        results = earlier[str(line.values["appraisee"])]
        if any(one.year == line.values["year"] for one in results):
            problem = f"{line.values['appraisee']} has a result for {line.values['year']} already"
            mistakes.append(Mistake(place=line.places["year"], problem=problem, mend="Give each year one result"))
        results.append(_earlier(line))
    return {appraisee: tuple(results) for appraisee, results in earlier.items()}


def _past(line: Line, raw: Raw, mistakes: list[Mistake]) -> None:
    years = raw.facts.setdefault("past", {}).setdefault(line.values["indicator"], {})
    if line.values["year"] in years:
        problem = f"{line.values['indicator']} has a value for {line.values['year']} already"
        mistakes.append(Mistake(place=line.places["year"], problem=problem, mend="Give each year one value"))
    years[line.values["year"]] = line.values["value"]


def _case(line: Line, raw: Raw, _mistakes: list[Mistake]) -> None:
    values = line.values
    case: dict[str, Any] = {"id": values["case"], "kind": values["kind"], "points": values["points"]}
    if values["count"] is not None:
        case["count"] = values["count"]
    raw.facts.setdefault("cases", {}).setdefault(values["provision"], []).append(case | _proof(line))


def _score(line: Line, raw: Raw, mistakes: list[Mistake]) -> None:
    values = line.values
    indicator = values["indicator"]
    panels = raw.facts.setdefault("overall", {})
    if indicator is not None:
        panels = raw.facts.setdefault("scores", {}).setdefault(indicator, {})
    scores = panels.setdefault(values["panel"], {"given": []})
    score = {"value": values["score"], "by": values["evaluator"]}
    if values["weight"] is not None:
        score["weight"] = values["weight"]
    if score["by"] is not None and any(given.get("by") == score["by"] for given in scores["given"]):
        problem = f"{score['by']} has scored there already"
        mistakes.append(Mistake(place=line.places["evaluator"], problem=problem, mend="Keep one of the two rows"))
    scores["given"].append(score)
    if values["invited"] is not None:
        scores["invited"] = values["invited"]


def _ruling(line: Line, raw: Raw, _mistakes: list[Mistake]) -> None:
    values = line.values
    ruling = {
        "upheld": values["upheld"],
        "effect": values["effect"],
        "target": values["target"],
        "by": values["by"] or "",
    }
    raw.put("rulings", str(values["indicator"]), ruling | _proof(line))


def _proof(line: Line) -> dict[str, Any]:
    return {"evidence": [line.values["evidence"]]} if line.values["evidence"] else {}


def _earlier(line: Line) -> EarlierResult:
    values = line.values
    return EarlierResult.model_validate(
        {
            "year": values["year"],
            "grade": values["grade"],
            "total": values["total"],
            "attested_by": values["attested by"] or "",
            "source": values["source"] or "",
        }
    )
