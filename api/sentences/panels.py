"""What happens in panels whose members score in person, and to interests, in English."""

from api.sentences.words import Change, Telling, Told, exact, number
from domain import interests as i
from domain.appraisal.panel import events as p
from domain.appraisal.state import Appraisal

_WHY = {
    i.Ground.PART: "by rule, having a part in what is appraised",
    i.Ground.INTEREST: "by rule, having declared an interest",
    i.Ground.STATED: "for the ground stated",
}


def _given(happened: p.PanelScoreGiven, _before: Appraisal) -> Told:
    changes = tuple(
        Change(
            what=f"score of panel {happened.panel}",
            before=None,
            after=exact(one.value) or "don't know",
            indicator=one.indicator,
        )
        for one in happened.scores
    )
    ids = frozenset(one.indicator for one in happened.scores if one.indicator is not None)
    return Told(f"A member of panel {happened.panel} gave {number(len(happened.scores), 'score')}.", changes, ids)


def _recused(happened: p.EvaluatorRecused, _before: object) -> Told:
    return Told(f"{happened.person} is recused from panel {happened.panel}, {_WHY[happened.ground]}.")


def _short(happened: p.PanelShort, _before: object) -> Told:
    members = number(happened.remaining, "member")
    return Told(f"Panel {happened.panel} is short: {members} left, and {happened.needed} must score for it to count.")


def _replaced(happened: p.EvaluatorReplaced, _before: object) -> Told:
    instead = f" instead of {happened.person}" if happened.person else ""
    return Told(f"{happened.successor} was seated on panel {happened.panel}{instead}.")


def _left(happened: p.PanelLeftShort, _before: object) -> Told:
    return Told(f"Panel {happened.panel} was left short; its part will be missing.")


def _declared(happened: i.InterestDeclared, _before: object) -> Told:
    return Told(f"An interest of {happened.person} in {happened.unit} was declared.")


def _ended(happened: i.InterestEnded, _before: object) -> Told:
    return Told(f"The interest of {happened.person} in {happened.unit} is over.")


TELL: Telling = {
    p.PanelScoreGiven: _given,
    p.EvaluatorRecused: _recused,
    p.PanelShort: _short,
    p.EvaluatorReplaced: _replaced,
    p.PanelLeftShort: _left,
    i.InterestDeclared: _declared,
    i.InterestEnded: _ended,
}
