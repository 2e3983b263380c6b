"""Events: every type is reached by commands, survives JSON unchanged, and folds without its texts being opened."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest

from domain.appraisal.cases import ChangeGoals
from domain.appraisal.clock import CloseAppraisal
from domain.appraisal.feedback import CommentFeedback
from domain.appraisal.goals import ReturnGoals
from domain.appraisal.notice import RaiseObjection
from domain.appraisal.reopening import DeclineReopening, ProposeReopening, ReopenAppraisal
from domain.appraisal.replacing import ReplaceRater
from domain.appraisal.result import ReturnResult
from domain.appraisal.revision.deciding import ApproveRevision, ReturnRevision, ReviseResult
from domain.appraisal.verification import CorrectValue
from domain.case.decide import CloseCase
from domain.case.doing import ReturnToAct, WithdrawRequest
from domain.certificates import GrantCertificate
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle.belonging import AddAppraisee, RemoveAppraisee
from domain.cycle.cancelling import CancelCycle
from domain.cycle.containing import RecordInnerRefused
from domain.cycle.draw import DrawSample, FixFrame
from domain.cycle.draw_value import GiveDrawValue, command_for, next_moment
from domain.cycle.events import Leaving
from domain.cycle.forwarding import BringForward
from domain.cycle.linking import JoinCycle
from domain.cycle.passage import CloseCycle, RecordAppraisalsClosed, RecordStepPassed
from domain.cycle.ranking import ApproveQuota, RankResults
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.cycle.uses.deciding import AnswerReferral, DecideUses, ReferralEntry
from domain.cycle.uses.events import Choice
from domain.cycle.uses.proposing import ProposeUses
from domain.directory import Directory, Post, Role
from domain.duration import Duration
from domain.enactment.approval import ReturnDraft
from domain.enactment.consultation import CloseConsultation, CommentOnDraft, OpenConsultation
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.events import RegulationPublished
from domain.enactment.force import RetireRegulation
from domain.event import Event, Private, Sealed, Wakes, event_types
from domain.record import AttestResults
from domain.rulebook import RulebookPublished
from domain.schedule import StepName
from domain.streams import appraisal_stream, case_stream, kind, record_stream
from domain.substitutions import ArrangeSubstitution, EndSubstitution
from tests import sample
from tests.domain import cases, goal_setting, joint, nominations, panels, papers
from tests.domain.case_rules import case_rules
from tests.domain.compared import UNITS, approved, stream, tabulated
from tests.domain.given import Given, folded
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    CYCLE,
    DIRECTORY,
    HEAD,
    OFFICE,
    RULEBOOK,
    SUPERVISION,
    TIMED,
    VERIFIER,
    after,
    at_step,
    do,
    done,
    draw_if_due,
    enacted,
    lapsed,
    launched,
    moved,
    tick,
    times,
)
from tests.domain.linked import YEAR, begun, of, opened
from tests.domain.meetings import MEETING, finished, lapsed_meeting
from tests.domain.steps.test_false_data import ANSWER, CHARGED, UPHOLD
from tests.domain.steps.test_verification import CHECK, VISIT
from tests.domain.test_deriving_goals import planned
from tests.domain.test_evaluations import evaluated
from tests.domain.test_levels import county, publish
from tests.domain.test_taking_in import year_of_months


def whole() -> Given:
    """A cycle of two units in which everything there is happens once: finance is busy, health lets all lapse."""
    given = do(at_step(StepName.GOALS, launched(("finance", "health"))), "set-goals")
    given = given.when(APPRAISAL, ReturnGoals(reason="Too few"), actor=OFFICE).accepted
    minute = Duration(microseconds=60_000_000)
    given = given.when(CYCLE, ExtendCycle(step=StepName.GOALS, by=minute, reason="Flood"), actor=OFFICE).accepted
    given = given.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    given = given.when(CYCLE, ResumeCycle(), actor=OFFICE).accepted
    forward = BringForward(step=StepName.SCORING, by=Duration(microseconds=1_000_000), reason="Flood")
    given = given.when(CYCLE, forward, actor=OFFICE).accepted
    health = appraisal_stream(sample.CYCLE, "health")
    for step in (StepName.GOALS, StepName.COUNSELING, StepName.REPORTING):
        given = given if step is StepName.GOALS else tick(given, step)
        given = lapsed(done(given, step), step, health)
    given = tick(draw_if_due(given, StepName.VERIFICATION), StepName.VERIFICATION)
    wish = CorrectValue(indicator="budget", value="80", unit="%", reason="Books")
    given = given.when(APPRAISAL, wish, actor=VERIFIER).accepted
    given = done(given, StepName.VERIFICATION)
    given = done(tick(given, StepName.SCORING), StepName.SCORING)
    given = do(tick(given, StepName.RESULT), "compute")
    given = given.when(APPRAISAL, ReturnResult(reason="Look again"), actor=COMMITTEE).accepted
    given = do(tick(done(given, StepName.RESULT), StepName.FEEDBACK), "issue-feedback")
    given = given.when(APPRAISAL, CommentFeedback(comment="Too strict"), actor=HEAD).accepted
    given = given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).accepted
    given = placed(mandated(linked(given)))
    given = given.when(CYCLE, RecordAppraisalsClosed(count=2), actor=SYSTEM_LOG).accepted
    given = given.when(CYCLE, CloseCycle(), actor=SYSTEM_CLOCK).accepted
    given = amended_in_vain_and_retired(given)
    acknowledged = done(at_step(StepName.FEEDBACK), StepName.FEEDBACK).streams[APPRAISAL][-2]
    compared = approved(tabulated(), *UNITS)
    quota = ApproveQuota(quota=1, reason="A good year")
    compared = compared.when(CYCLE, quota, actor=COMMITTEE).accepted
    attested = {"appraisee": "finance", "year": 2025, "grade": "excellent", "source": "circular 7"}
    years = AttestResults.model_validate({"authority": sample.AUTHORITY, "results": [attested]})
    compared = compared.when(record_stream(sample.AUTHORITY), years, actor=OFFICE).accepted
    compared = compared.when(CYCLE, RankResults(), actor=OFFICE).accepted
    given = given.happened("record:compared", *compared.streams[record_stream(sample.AUTHORITY)])
    for unit in UNITS:
        given = given.happened(f"appraisal:compared:{unit}", *compared.streams[stream(unit)])
    given = given.happened("cycle:compared", *compared.streams[CYCLE])
    given = given.happened("appraisal:other:finance", *given.streams[APPRAISAL][:1], acknowledged)
    given = given.happened("appraisal:silent:finance", *in_silence().streams[APPRAISAL])
    given = given.happened("appraisal:again:finance", *again().streams[APPRAISAL])
    for name, other in (("changed", changed()), ("vain", in_vain())):
        given = given.happened(f"cycle:{name}", *other.streams[CYCLE])
    given = given.happened("appraisal:vain:finance", *in_vain().streams[APPRAISAL])
    given = given.happened("appraisal:noticed:finance", *noticed().streams[APPRAISAL])
    given = deliberated(given)
    given = given.happened("cycle:drawn", *drawn_late().streams[CYCLE])
    given = given.happened("appraisal:false:finance", *caught().streams[APPRAISAL])
    given = revised(used(given))
    given = given.happened("appraisal:unanswered:finance", *unanswered().streams[APPRAISAL])
    given = carried_out(given)
    (published,) = (event for event in given.streams[RULEBOOK] if isinstance(event, RegulationPublished))
    return given.happened("rulebook:old", of_the_first_release(published))


def mandated(given: Given) -> Given:
    """Somebody is certified, and stands in for another for a while."""
    span = {"begins": given.now, "ends": given.now + timedelta(days=7)}
    certificate = GrantCertificate(
        authority=sample.AUTHORITY, person=VERIFIER, role=Role.VERIFIER, training="T-2026-1", **span
    )
    given = given.when(DIRECTORY, certificate, actor=OFFICE).accepted
    standing_in = ArrangeSubstitution(
        authority=sample.AUTHORITY, person=HEAD, substitute=VERIFIER, reason="On leave", **span
    )
    given = given.when(DIRECTORY, standing_in, actor=HEAD).accepted
    ending = EndSubstitution(authority=sample.AUTHORITY, number=1, reason="Back")
    return given.when(DIRECTORY, ending, actor=HEAD).accepted


def caught() -> Given:
    """A value is checked against another source, seen on site and found to be false; the unit answers in vain."""
    given = CHARGED.when(APPRAISAL, CHECK, actor=VERIFIER).accepted
    given = given.when(APPRAISAL, VISIT, actor=VERIFIER).accepted
    given = given.when(APPRAISAL, ANSWER, actor=HEAD).accepted
    return given.when(APPRAISAL, UPHOLD, actor=COMMITTEE).accepted


def drawn_late() -> Given:
    """Supervision is reminded of the value to draw by, then superiors are told, and only then it is given."""
    rule = {"share": "1/2", "value_by": "supervision", "value_within": "PT60S", "value_reminders": ["PT20S"]}
    given = done(at_step(StepName.REPORTING, launched(verification=rule)), StepName.REPORTING)
    given = given.when(CYCLE, RecordStepPassed(step=StepName.REPORTING, count=1), actor=SYSTEM_LOG).accepted
    given = given.when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).accepted
    while not given.state(CYCLE).draw.escalated:
        moment = next_moment(given.state(CYCLE))
        assert moment is not None
        given = given.at(moment.at).when(CYCLE, command_for(moment), actor=SYSTEM_CLOCK).accepted
    given = given.at(after(times(given, StepName.VERIFICATION).opens, 1))
    given = given.when(CYCLE, GiveDrawValue(value="314159"), actor=SUPERVISION).accepted
    return given.when(CYCLE, DrawSample(salt=given.seed), actor=SYSTEM_CLOCK).accepted


def in_silence() -> Given:
    """Nobody sets goals, and by the rulebook the targets of the indicators are the goals then."""
    goals, *others = sample.sample_steps()
    goals |= {"at_end": "default", "default": ["targets_stand"]}
    return lapsed(launched(steps=[goals, *others]), StepName.GOALS)


def in_vain() -> Given:
    """A cycle that is cancelled."""
    given = launched().when(CYCLE, CancelCycle(reason="Flood"), actor=OFFICE).accepted
    return given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).accepted


def placed(given: Given) -> Given:
    """A county is placed under a city, and a year takes in what its month and its term give."""
    given = given.happened("record:evaluated", *evaluated().streams[record_stream(sample.AUTHORITY)])
    given = given.happened("directory:linan", *publish(begun(), county()).events[-1:])
    return given.happened("appraisal:taken:finance", *taken_in())


def taken_in() -> tuple[Event, ...]:
    """A year that takes in what its only month has reported."""
    given = year_of_months("90")
    taken = opened(given, YEAR, StepName.SCORING).streams[of(YEAR)]
    return (*taken, *planned().streams[of(YEAR)])


def changed() -> Given:
    """A unit joins the cycle, and another leaves it."""
    given = launched().when(CYCLE, AddAppraisee(appraisee="health", reason="Flood"), actor=OFFICE).accepted
    leaving = RemoveAppraisee(appraisee="finance", why=Leaving.CLOSED, reason="Flood")
    return given.when(CYCLE, leaving, actor=OFFICE).accepted


def again() -> Given:
    """Another leader rates; feedback begins again, and once more it is proposed in vain."""
    given = moved(at_step(StepName.SCORING), "li", "committee", "leader")
    replaced = ReplaceRater(leader="mayor", successor="li", reason="On leave")
    given = done(given.when(APPRAISAL, replaced, actor=OFFICE).accepted, StepName.SCORING)
    for step in (StepName.RESULT, StepName.FEEDBACK):
        given = done(tick(given, step), step)
    wish = ProposeReopening(step=StepName.FEEDBACK, due=given.now + timedelta(days=1), reason="Flood")
    for actor, one in ((OFFICE, wish), (COMMITTEE, ReopenAppraisal())):
        given = given.when(APPRAISAL, one, actor=actor).accepted
    given = done(tick(given, StepName.FEEDBACK), StepName.FEEDBACK)
    given = given.when(APPRAISAL, wish, actor=OFFICE).accepted
    return given.when(APPRAISAL, DeclineReopening(reason="Flood"), actor=COMMITTEE).accepted


def linked(given: Given) -> Given:
    """A special cycle within the annual one, and a term that could not launch its first year."""
    special = sample.sample_rulebook(id="flood", kind="special", steps=TIMED)
    given = enacted(given, special)
    wish = sample.launch(cycle="flood-2026", rulebook="flood", within=sample.CYCLE, matter="High water")
    given = given.when("cycle:flood-2026", wish, actor=OFFICE).accepted
    given = given.when(CYCLE, JoinCycle(cycle="flood-2026"), actor=SYSTEM_CLOCK).accepted
    years = [{"rulebook": sample.RULEBOOK, "kind": "annual", "every": "year"}]
    given = enacted(given, sample.sample_rulebook(id="term", kind="term", contains=years, steps=TIMED))
    given = given.when("cycle:term", sample.launch(cycle="term", rulebook="term"), actor=OFFICE).accepted
    why = {"thing": "rulebook annual", "problem": "is retired", "mend": "Enact it"}
    refused = RecordInnerRefused(cycle="term-1", attempt=1, **why)
    return given.when("cycle:term", refused, actor=SYSTEM_CLOCK).accepted


def used(compared: Given) -> Given:
    """Uses are proposed; one is referred for accountability, of which something comes."""
    rules: dict[str, Any] = {
        "liabilities": [
            {"id": "neglect", "act": "It", "by": "unit", "consequence": "It", "authority": "it", "veto": "accident"}
        ]
    }
    given = approved(tabulated(**rules), *UNITS).when(CYCLE, RankResults(), actor=OFFICE).accepted
    given = given.when(CYCLE, ProposeUses(), actor=OFFICE).accepted
    referral = ReferralEntry(act="Left the dyke", person="health-head", organ="Supervision")
    use = "liability.neglect.health"
    wish = DecideUses(uses=(use,), choice=Choice.ADOPTED, reason="Founded", referral=referral)
    given = given.when(CYCLE, wish, actor=COMMITTEE, document="Referral 1").accepted
    given = given.when(CYCLE, AnswerReferral(use=use, outcome="Admonished"), actor=OFFICE).accepted
    return compared.happened("cycle:used", *given.streams[CYCLE])


def revised(given: Given) -> Given:
    """Three reviews are granted: one is approved again, one is returned, and one would make the result worse."""
    found = cases.informed("hangzhou-2015")
    for case, value, wish in (
        ("c-1", "85", ApproveRevision()),
        ("c-2", "90", ReturnRevision(reason="The log says 85")),
        ("c-3", "10", None),
    ):
        content = {"kind": "corrections", "corrections": [{"indicator": "hotline", "value": value}]}
        found = cases.opened(found, HEAD, "review", case=case, states={"reason": "Counted twice"})
        found = cases.acts(
            *(found, OFFICE, "decide", case_stream(case)),
            outcome="corrected",
            states={"reason": "Counted twice"},
            content=content,
        ).accepted
        found = found.when(APPRAISAL, ReviseResult(case=case), actor=SYSTEM_CLOCK).accepted
        found = found.when(APPRAISAL, wish, actor=COMMITTEE).accepted if wish else found
    return given.happened("appraisal:revised:finance", *found.streams[APPRAISAL])


def unanswered() -> Given:
    """Feedback is issued, nobody answers, and the office records how it was served."""
    given = do(at_step(StepName.FEEDBACK), "issue-feedback")
    while not given.state(APPRAISAL).unanswered:
        given = tick(given, StepName.FEEDBACK)
    return do(given, "record-silence")


def noticed() -> Given:
    """A result is put on notice, objected to, and announced."""
    given = do(at_step(StepName.NOTICE, launched(**sample.on_notice())), "publish-notice")
    given = given.when(APPRAISAL, RaiseObjection(grounds="The year was late"), actor="health-head").accepted
    return done(do(given, "answer-objection.1"), StepName.NOTICE)


def deliberated(given: Given) -> Given:
    """A joint meeting that recommends, and one that falls through."""
    held = finished()
    given = given.happened(MEETING, *held.streams[MEETING])
    given = given.happened("cycle:deliberated", *held.streams[CYCLE])
    given = given.happened("appraisal:deliberated:finance", *held.streams[APPRAISAL])
    return given.happened("meeting:lapsed", *lapsed_meeting().streams[MEETING])


def carried_out(given: Given) -> Given:
    """A change of goals, sent back once and approved, and two notices: one withdrawn, and one that nobody answers."""
    clock = {"reminders": ["PT20S"], "escalations": [{"after": "PT20S", "to": "leader"}], "ends": "PT30S"}
    rules = {"within": "PT60S", "at_end": "close", **clock}
    changed = cases.opened(launched(**case_rules(**rules)), HEAD, "goal-change", content=CHANGES)
    changed = changed.when(cases.CASE, ReturnToAct(act="decide", reason="By how much?"), actor=OFFICE).accepted
    changed = cases.acts(changed, HEAD, "ask", content=CHANGES).accepted
    changed = cases.acts(changed, OFFICE, "decide", outcome="approved").accepted
    changed = changed.when(APPRAISAL, ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).accepted
    changed = changed.when(cases.CASE, CloseCase(took_effect=True), actor=SYSTEM_CLOCK).accepted
    changed = cases.opened(changed, OFFICE, "notice", case="c-2", states={"problem": "Reports are late"})
    withdrawn = changed.when("case:c-2", WithdrawRequest(reason="Sent in error"), actor=OFFICE).accepted
    lapsed_notice = changed
    while not lapsed_notice.state("case:c-2").settled:
        lapsed_notice = cases.ticked(lapsed_notice, "case:c-2").accepted
    given = given.happened(cases.CASE, *changed.streams[cases.CASE])
    given = given.happened("case:withdrawn", *withdrawn.streams["case:c-2"])
    given = given.happened("case:lapsed", *lapsed_notice.streams["case:c-2"])
    return given.happened("appraisal:changed:finance", *changed.streams[APPRAISAL])


CHANGES = {"kind": "goal_changes", "changes": [{"indicator": "budget", "target": "90"}]}


def amended_in_vain_and_retired(given: Given) -> Given:
    """A second version of the rulebook is consulted on and returned by the committee; then the first is retired."""
    for actor, wish in (
        (OFFICE, DraftRegulation(document=sample.sample_rulebook(title="Annual appraisal, revised"), reason="Shorter")),
        (OFFICE, CheckDraft()),
        (OFFICE, OpenConsultation(asked=("finance",))),
        (HEAD, CommentOnDraft(text="Too short")),
        (OFFICE, CloseConsultation(response="It stays so")),
        (COMMITTEE, ReturnDraft(reason="Hear them again")),
        (OFFICE, RetireRegulation(reason="Repealed")),
    ):
        given = given.when(RULEBOOK, wish, actor=actor).accepted
    return given


def of_the_first_release(event: RegulationPublished) -> RulebookPublished:
    """The version as it was published before rulebooks were enacted."""
    return RulebookPublished(
        rulebook=event.regulation,
        authority=event.authority,
        number=event.number,
        hash=event.hash,
        document=event.document,
        by=event.by,
    )


GIVEN = whole()
ALL = (GIVEN, goal_setting.whole(), papers.whole(), panels.whole(), joint.whole(), nominations.whole())
HAPPENED = [event for given in ALL for events in given.streams.values() for event in events]
OURS = {name: cls for name, cls in event_types().items() if cls.__module__.startswith("domain.")}


def test_every_type_of_event_is_reached_by_commands() -> None:
    """But for what only logs of the first release hold, which `whole` adds by hand."""
    assert {type(event) for event in HAPPENED} == set(OURS.values())


@pytest.mark.parametrize("event", HAPPENED, ids=lambda event: type(event).__name__)
def test_an_event_survives_json_unchanged_in_the_clear_and_sealed(event: Event) -> None:
    for stored in (event, sealed(event)):
        again = type(event).model_validate_json(stored.model_dump_json())
        assert again == stored
        assert again.model_dump_json() == stored.model_dump_json()


def sealed(event: Event) -> Event:
    """The event as it is stored: whatever is private cannot be read."""
    return type(event).model_validate(_sealed(event.model_dump()))


def _sealed(value: Any) -> Any:  # noqa: ANN401 - any part of an event
    match value:
        case {"data_subject": whose, "text": _}:
            return {"data_subject": whose, "nonce": "00", "ciphertext": "00"}
        case Mapping():
            return {key: _sealed(item) for key, item in value.items()}
        case list() | tuple():
            return type(value)(map(_sealed, value))
        case _:
            return value


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any part of an event
    match value:
        case {"data_subject": _, "text": text}:
            yield text
        case Mapping():
            for item in value.values():
                yield from _texts(item)
        case list() | tuple():
            for item in value:
                yield from _texts(item)


@pytest.mark.parametrize("stream", GIVEN.streams)
def test_what_is_sealed_folds_to_the_same_state(stream: str) -> None:
    clear = folded(stream, GIVEN.streams[stream])
    closed = folded(stream, [sealed(event) for event in GIVEN.streams[stream]])

    if kind(stream) == "directory":
        assert {type(post.name) for post in closed.posts.values()} == {Sealed}
        clear, closed = nameless(clear), nameless(closed)
    assert closed == clear


def nameless(state: Directory) -> Directory:
    def post(known: Post) -> Post:
        return known.model_copy(update={"name": Private(data_subject=known.person, text="")})

    return replace(state, posts=MappingProxyType({person: post(known) for person, known in state.posts.items()}))


def test_every_text_a_person_wrote_is_private() -> None:
    """All texts given in `whole`, by its players and on the way of goals; none stands anywhere in a sealed event.

    The salt of a draw is no person's, and stands in the open once the sample is drawn.
    """
    written = {text for event in HAPPENED for text in _texts(event.model_dump())} - {GIVEN.seed}
    names = {f"Name of {person['id']}" for person in sample.sample_directory()["people"]}

    for other in (goal_setting, papers, panels, joint, nominations):
        names |= other.WRITTEN

    assert written == names | {
        "Spend in time",
        "Too few",
        "Flood",
        "How the year goes",
        "Meet monthly",
        "Books",
        "Look again",
        "Steady work",
        "Go on",
        "Too strict",
        "The gauge broke",
        "See the record",
        "Found",
        "Unfounded",
        "The port was shut",
        "It was",
        "Nobody could",
        "A good year",
        "The hotline drew complaints",
        "The complaints are founded",
        "The year was late",
        "The ledger says otherwise",
        "On leave",
        "Back",
        *(f"{why} {indicator}" for why in ("Why", "Mend") for indicator in ("budget", "delays", "hotline")),
        "By courier",
        "Left the dyke",
        "The log says 85",
        "Founded",
        "Admonished",
        "The head is away",
        "The year has begun",
        "Too short",
        "It stays so",
        "Hear them again",
        "The value to draw by came late",
        "Reports are late",
        "Sent in error",
        "By how much?",
        "The books say 40",
        "Calls are answered",
        "A clerk mistook the year",
        "Two years are in it",
    }
    stored = [sealed(event).model_dump_json() for event in HAPPENED]
    assert [text for text in written for line in stored if text in line] == []


def test_what_wakes_whom_and_what_ends_a_stream() -> None:
    assert {name: cls.wakes for name, cls in OURS.items() if cls.wakes is not Wakes.NOBODY} == {
        "AppraisalOpened": Wakes.OWN_STREAM,
        "AppraisalReopened": Wakes.OWN_STREAM,
        "StepCompleted": Wakes.OWN_STREAM,
        "CycleLaunched": Wakes.OWN_STREAM,
        "MeetingConvened": Wakes.OWN_STREAM,
        "MeetingOpened": Wakes.OWN_STREAM,
        "MeetingClosed": Wakes.OWN_STREAM,
        "CaseOpened": Wakes.OWN_STREAM,
        "ActOpened": Wakes.OWN_STREAM,
        "CaseDecided": Wakes.OWN_STREAM,
        "RequestWithdrawn": Wakes.OWN_STREAM,
        "StepPassedByAll": Wakes.OWN_STREAM,
        "DrawValueGiven": Wakes.OWN_STREAM,
        "SampleDrawn": Wakes.APPRAISALS,
        "CycleBroughtForward": Wakes.APPRAISALS,
        "AppraiseeJoined": Wakes.OWN_STREAM,
        "AppraiseeLeft": Wakes.NAMED_APPRAISALS,
        "CycleResumed": Wakes.CYCLE_AND_APPRAISALS,
        "CycleCancelled": Wakes.CYCLE_AND_APPRAISALS,
        "AppraisalsClosed": Wakes.OWN_STREAM,
    }
    assert {name for name, cls in OURS.items() if cls.ends_stream} == {
        "AppraisalCancelled",
        "AppraisalClosed",
        "CaseClosed",
        "CycleClosed",
        "MeetingLapsed",
        "MeetingReported",
    }


@pytest.mark.parametrize("stream", GIVEN.streams)
def test_an_event_of_another_kind_changes_nothing_but_a_count(stream: str) -> None:
    before, after = folded(stream, GIVEN.streams[stream]), folded(stream, (*GIVEN.streams[stream], Event()))

    if kind(stream) in {"appraisal", "case", "cycle", "record"}:
        assert after.version == before.version + 1
        after = replace(after, version=before.version)
    assert after == before
