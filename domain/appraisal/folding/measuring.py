"""Reports are drafted, handed in, received or returned; values are taken in and verified."""

from collections.abc import Callable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from domain.appraisal import events as e
from domain.appraisal import report_events as r
from domain.appraisal.drafting import drafts as papers
from domain.appraisal.drafting.events import Paper
from domain.appraisal.folding.stepping import discharge
from domain.appraisal.state import Appraisal, Finding, Reported, Taken
from domain.appraisal.taken_events import ValuesTakenIn
from domain.event import Event
from domain.exact import Exact
from domain.replacing import replace


def _submitted(state: Appraisal, happened: e.ReportSubmitted) -> Appraisal:
    reported = {
        entry.indicator: Reported(entry.value, (state.version,), tuple(proof.reference for proof in entry.evidence))
        for entry in happened.values
    }
    return discharge(replace(state, reported=MappingProxyType(reported), reported_by=happened.by), "report")


def _drafted(state: Appraisal, happened: Event) -> Appraisal:
    state = replace(state, drafts=papers.drafted(state.drafts, happened))
    return discharge(state, *papers.discharged(happened), undo=papers.reopened(happened))


def _received(state: Appraisal, _happened: r.ReportReceived) -> Appraisal:
    return discharge(state, "receive-report")


def _report_returned(state: Appraisal, _happened: r.ReportReturned) -> Appraisal:
    state = replace(state, reported=MappingProxyType({}))
    return discharge(state, undo=papers.KEYS[Paper.REPORT])


def _taken_in(state: Appraisal, happened: ValuesTakenIn) -> Appraisal:
    taken = {one.rule: Taken(one, state.version) for one in happened.taken}
    return replace(state, taken=MappingProxyType({**state.taken, **taken}))


def _value_confirmed(state: Appraisal, happened: e.ValueConfirmed) -> Appraisal:
    return _verified(state, happened, state.verifiable[happened.indicator].value, None)


def _value_corrected(state: Appraisal, happened: e.ValueCorrected) -> Appraisal:
    return _verified(state, happened, happened.value, happened.found)


def _verified(
    state: Appraisal, happened: e.ValueConfirmed | e.ValueCorrected, value: Exact | None, found: e.Found | None
) -> Appraisal:
    """Notes a finding; once it settles the value, that is as found, and rests on all findings of the same."""
    about = happened.indicator
    finding = Finding(happened.by, value, found, (*happened.rests_on, state.version))
    findings = (*state.findings.get(about, ()), finding)
    state = replace(state, findings=MappingProxyType({**state.findings, about: findings}))
    if not happened.settles:
        return state
    known = state.verifiable[about]
    same = (one.cites for one in findings if (one.value, one.found) == (value, found))
    cites = tuple(dict.fromkeys(chain(known.cites, *same)))
    known = replace(known, value=value, cites=cites, corrected=found is not None)
    state = replace(state, reported=MappingProxyType({**state.reported, about: known}))
    return discharge(state, f"verify.{about}")


APPLY: Mapping[type[Event], Callable[[Appraisal, Any], Appraisal]] = {
    e.ReportSubmitted: _submitted,
    **dict.fromkeys(papers.EVENTS, _drafted),
    r.ReportReceived: _received,
    r.ReportReturned: _report_returned,
    ValuesTakenIn: _taken_in,
    e.ValueConfirmed: _value_confirmed,
    e.ValueCorrected: _value_corrected,
}
