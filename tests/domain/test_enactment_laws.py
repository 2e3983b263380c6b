"""What holds in every history of a rulebook, whoever sends whatever in whatever order."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.command import SYSTEM_OPERATOR, Command
from domain.directory import Directory, PublishDirectory, Role
from domain.enactment import events as e
from domain.enactment.approval import ApproveDraft, ReturnDraft
from domain.enactment.consultation import CloseConsultation, CommentOnDraft, OpenConsultation, WaiveConsultation
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.force import PublishDraft, RetireRegulation
from domain.rulebook import PublishRulebook, Rulebooks
from tests import sample
from tests.domain.drafts import FIRST, SECOND, WRONG, content, founded, in_force
from tests.domain.given import Given, folded
from tests.domain.history import DIRECTORY, LAUNCHED, RULEBOOK

PEOPLE = ("office-1", "office-2", "committee-1", "finance-head", SYSTEM_OPERATOR)
DOCUMENTS = (FIRST, SECOND, WRONG)


def _moves(person: str, roles: tuple[str, ...]) -> Command:
    entry = {"id": person, "name": person, "unit": "committee", "roles": list(roles)}
    return PublishDirectory.model_validate({"authority": sample.AUTHORITY, "people": [entry]})


documents = st.sampled_from(DOCUMENTS)
hashes = documents.map(lambda document: content(document).hash)
wishes: st.SearchStrategy[Command] = st.one_of(
    documents.map(lambda document: DraftRegulation(document=document, reason="So")),
    documents.map(lambda document: PublishRulebook(document=document)),
    hashes.map(lambda one: ApproveDraft(hash=one)),
    st.sampled_from([
        CheckDraft(),
        OpenConsultation(),
        CommentOnDraft(text="No"),
        CloseConsultation(response="So"),
        WaiveConsultation(reason="So"),
        ReturnDraft(reason="So"),
        PublishDraft(),
        RetireRegulation(reason="So"),
    ]),
)  # fmt: skip
anyhow = st.tuples(st.sampled_from(PEOPLE), wishes).map(lambda one: [one])
moves = st.tuples(
    st.sampled_from(PEOPLE[:2]),
    st.builds(
        _moves, st.sampled_from(PEOPLE[:4]), st.sampled_from([("office",), ("committee",), ("committee", "office")])
    ),
).map(lambda one: [one])


@st.composite
def ways(draw: st.DrawFn) -> list[tuple[str, Command]]:
    """A whole way into force, which anybody may try to walk, with people moving to other posts on it."""
    officer = st.sampled_from(PEOPLE[:2])
    document = draw(documents)
    acts: list[tuple[str, Command]] = []
    for _, wish in (*sample.enact(draw(documents))[:1], *sample.enact(document)):
        acts += draw(st.one_of(st.just([]), moves))
        actor = st.sampled_from(PEOPLE[:4]) if isinstance(wish, ApproveDraft) else officer
        acts.append((draw(actor), wish))
    return acts


histories = st.lists(st.one_of(ways(), anyhow, moves), max_size=6).map(
    lambda parts: [act for part in parts for act in part]
)
beginnings = st.sampled_from([Given(LAUNCHED), founded(), in_force()])


def played(given_: Given, acts: Sequence[tuple[str, Command]]) -> list[Given]:
    """The history after each command; what is refused changes nothing."""
    stages = [given_]
    for actor, wish in acts:
        stream = DIRECTORY if isinstance(wish, PublishDirectory) else RULEBOOK
        outcome = stages[-1].at(stages[-1].now + timedelta(seconds=1)).when(stream, wish, actor=actor)
        if outcome.refusal is None:
            stages.append(outcome.accepted)
    return stages


anything = given(beginnings, histories)


@settings(max_examples=150)
@anything
def test_nobody_approves_what_he_had_any_part_in(begun: Given, acts: list[tuple[str, Command]]) -> None:
    for stage in played(begun, acts):
        drafters: set[str] = set()
        offices: set[str] = set()
        for event in stage.streams.get(RULEBOOK, ()):
            match event:
                case e.RegulationDrafted(by=by, office=office):
                    drafters.add(by)
                    offices |= set(office)
                case e.RegulationApproved(by=by):
                    assert by not in drafters | offices
                case e.RegulationPublished():
                    drafters, offices = set(), set()


@settings(max_examples=150)
@anything
def test_whoever_approves_is_of_the_committee_and_not_of_the_office_that_day(
    begun: Given, acts: list[tuple[str, Command]]
) -> None:
    stages = played(begun, acts)
    for before, after in pairwise(stages):
        for event in after.streams.get(RULEBOOK, ())[len(before.streams.get(RULEBOOK, ())) :]:
            if isinstance(event, e.RegulationApproved | e.RegulationReturned):
                directory: Directory = before.state(DIRECTORY)
                assert directory.holds(event.by, Role.COMMITTEE)
                assert not directory.holds(event.by, Role.OFFICE)


@settings(max_examples=150)
@anything
def test_a_published_version_never_changes_and_is_named_by_its_content(
    begun: Given, acts: list[tuple[str, Command]]
) -> None:
    seen: dict[str, Any] = {}
    for stage in played(begun, acts):
        state: Rulebooks = stage.state(RULEBOOK)
        assert seen.items() <= state.versions.items()
        seen |= state.versions
    for event in played(begun, acts)[-1].streams.get(RULEBOOK, ()):
        if isinstance(event, e.RegulationPublished):
            assert content(event.document).hash == event.hash
            assert content(seen[event.hash].model_dump(mode="json", by_alias=True)).hash == event.hash


@settings(max_examples=150)
@anything
def test_what_comes_into_force_was_approved_as_it_is_and_is_new(begun: Given, acts: list[tuple[str, Command]]) -> None:
    events = played(begun, acts)[-1].streams.get(RULEBOOK, ())
    for version, event in enumerate(events):
        if not isinstance(event, e.RegulationPublished):
            continue
        before = folded(RULEBOOK, events[:version])
        assert before.in_force != event.hash
        if event.by != SYSTEM_OPERATOR:
            approvals = [one for one in events[:version] if isinstance(one, e.RegulationApproved | e.RegulationDrafted)]
            assert isinstance(approvals[-1], e.RegulationApproved)
            assert approvals[-1].hash == event.hash
            assert (event.changes == ()) is (before.number == 0 or before.latest.hash == event.hash)


def test_the_histories_above_come_as_far_as_amendment_return_and_retirement() -> None:
    acts = [
        *sample.enact(SECOND),
        *sample.enact(FIRST)[:3],
        ("committee-1", ReturnDraft(reason="So")),
        ("office-1", RetireRegulation(reason="So")),
    ]
    last = played(founded(), acts)[-1].streams[RULEBOOK]
    assert [type(event).__name__ for event in last[-2:]] == ["RegulationReturned", "RegulationRetired"]
    assert len(last) == len(acts)
