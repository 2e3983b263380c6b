"""Proposing: what the rulebook says of uses, consequences, liabilities and leaders, applied to the ranking that counts.

A rule proposes and never decides. After a new ranking, proposals are made again: what does not follow any more is
withdrawn, what is new or otherwise is put to the committee, and what was decided and still follows stays decided.
"""

from collections.abc import Iterator

from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.cycle.ranking import appraisals_of
from domain.cycle.rights import require_new, require_office, rulebook_of
from domain.cycle.state import Cycle
from domain.cycle.uses import events as u
from domain.directory import Directory, directory_of
from domain.event import Event
from domain.exact import text
from domain.refusal import Reason, Refused
from domain.regulation import LeaderRule, Liability, Rulebook, UseKind
from domain.scoring import Follows, Standing


@command
class ProposeUses(Command):
    """Proposes what the results are to be used for, by the rules of the rulebook."""


def propose_uses(_wish: ProposeUses, state: Cycle, context: Context) -> list[Event]:
    require_office(context, state.authority, f"cycle {state.id}")
    if state.standings is None:
        mend = f"Rank it first, with 'kaohe cycle rank {state.id}'"
        raise Refused(Reason.CONFLICT, f"uses of cycle {state.id}", "have no ranking to follow from", mend)
    follow = {one.id: one for one in proposals(state, context)}
    known = state.uses.by_id
    stand = {id_ for id_, use in known.items() if not use.withdrawn}
    new = tuple(one for id_, one in follow.items() if id_ not in stand or known[id_].proposal != one)
    gone = tuple(id_ for id_ in known if id_ in stand and id_ not in follow)
    require_new(bool(new or gone) or state.uses.ranking != state.rankings, state, "has its uses proposed exactly so")
    return [u.UsesProposed(ranking=state.rankings, proposals=new, withdrawn=gone, by=context.actor)]


def proposals(state: Cycle, context: Context) -> Iterator[u.Proposal]:
    """Everything that follows from the ranking, appraisee by appraisee in its order."""
    if state.standings is None:
        return
    rulebook, directory = rulebook_of(state, context), directory_of(state.authority, context)
    appraisals = appraisals_of(state, context)
    for one in state.standings.standings:
        if one.total is not None:
            yield from _uses(rulebook, one)
            yield from _leaders(rulebook.leaders, one, directory)
        yield from _consequences(rulebook, state.follows.get(one.appraisee, ()), one)
        yield from _liabilities(rulebook.liabilities, one, appraisals[one.appraisee])


def _uses(rulebook: Rulebook, one: Standing) -> Iterator[u.Proposal]:
    for rule in rulebook.uses:
        if not rule.grades or one.grade in rule.grades:
            yield u.Proposal(
                id=_id(u.Source.USE, rule.id, one.appraisee),
                source=u.Source.USE,
                provision=rule.id,
                name=rule.name,
                kind=rule.kind,
                appraisee=one.appraisee,
                grade=one.grade,
                then=(rule.then,),
                basis=rule.basis,
            )


def _consequences(rulebook: Rulebook, follows: tuple[Follows, ...], one: Standing) -> Iterator[u.Proposal]:
    kinds = {rule.id: rule.kind for rule in rulebook.consequences}
    for came_about in follows:
        yield u.Proposal(
            id=_id(u.Source.CONSEQUENCE, came_about.consequence, one.appraisee),
            source=u.Source.CONSEQUENCE,
            provision=came_about.consequence,
            name=came_about.name,
            kind=kinds.get(came_about.consequence),
            appraisee=one.appraisee,
            grade=one.grade,
            then=came_about.then,
            years=came_about.years,
            basis=came_about.basis,
        )


def _liabilities(rules: tuple[Liability, ...], one: Standing, appraisal: Appraisal) -> Iterator[u.Proposal]:
    """A liability is proposed where a case of its adjustment or veto was recorded, of its own kind if it states one."""
    ids = {rule.id for rule in rules}
    for rule in rules:
        provisions = {rule.adjustment, rule.veto}
        cases = [
            case.id
            for (provision, _), case in appraisal.recorded.cases.items()
            if provision in provisions and (case.kind == rule.id or case.kind not in ids)
        ]
        if cases:
            yield u.Proposal(
                id=_id(u.Source.LIABILITY, rule.id, one.appraisee),
                source=u.Source.LIABILITY,
                provision=rule.id,
                name=rule.act,
                kind=UseKind.ACCOUNTABILITY,
                appraisee=one.appraisee,
                grade=one.grade,
                then=(rule.consequence,),
                cases=tuple(sorted(cases)),
                basis=rule.basis,
            )


def _leaders(rules: tuple[LeaderRule, ...], one: Standing, directory: Directory) -> Iterator[u.Proposal]:
    for rule in rules:
        persons = sorted({person for role in rule.roles for person in directory.holders(role, one.appraisee)})
        if one.grade in rule.grades and persons:
            yield u.Proposal(
                id=_id(u.Source.LEADERS, rule.id, one.appraisee),
                source=u.Source.LEADERS,
                provision=rule.id,
                name=rule.name,
                kind=None,
                appraisee=one.appraisee,
                persons=tuple(persons),
                grade=one.grade,
                then=tuple(_means(rule)),
                best=rule.best,
                share=rule.share,
                basis=rule.basis,
            )


def _means(rule: LeaderRule) -> Iterator[str]:
    if rule.best is not None:
        yield f"no better grade than {rule.best} in their own appraisal"
    if rule.share is not None:
        yield f"at most {text(rule.share)} of the unit's people have the best grade"


def _id(source: u.Source, provision: str, appraisee: str) -> str:
    return f"{source.value}.{provision}.{appraisee}"
