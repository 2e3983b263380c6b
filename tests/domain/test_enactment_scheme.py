"""The scheme: enacted like a rulebook, under one version of its own, and launched with that version alone."""

from typing import Any

import pytest

from domain.appraisal.decide import OpenAppraisal
from domain.command import SYSTEM_CLOCK
from domain.cycle import events as c
from domain.cycle.regulation import regulation_of
from domain.enactment import events as e
from domain.enactment.approval import ApproveDraft
from domain.enactment.consultation import WaiveConsultation
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.force import PublishDraft, RetireRegulation
from domain.enactment.state import Stage
from domain.event import upcast
from domain.refusal import Reason
from domain.regulation import content_hash, indicator, parse, parse_scheme, scheme_problems
from domain.rulebook import RULEBOOK as RULEBOOKS
from domain.schedule import StepName
from domain.scheme import SCHEME as KIND
from domain.scheme import Schemes
from domain.streams import appraisal_stream
from tests import sample
from tests.domain.drafts import founded
from tests.domain.given import Given
from tests.domain.history import (
    COMMITTEE,
    CYCLE,
    GOALS,
    HEAD,
    OFFICE,
    RULEBOOK,
    SCHEME,
    TIMED,
    enacted,
    lapsed,
    published,
    tick,
    with_scheme,
)

FIRST = sample.sample_rulebook(steps=TIMED, scheme={})
SECOND = FIRST | {"title": "Annual appraisal, revised"}
OF_FIRST, OF_SECOND = RULEBOOKS.content(FIRST).hash, RULEBOOKS.content(SECOND).hash
DOCUMENT = sample.sample_scheme()
HASH = KIND.content(DOCUMENT).hash
RULES = published(scheme={})

DRAFT, CHECK, APPROVE, PUBLISH = (
    DraftRegulation(document=DOCUMENT),
    CheckDraft(),
    ApproveDraft(hash=HASH),
    PublishDraft(),
)
AGAIN = (
    "Check it again with 'kaohe scheme check year-2026', and let the committee approve it under the version in force"
)
WAIVE = WaiveConsultation(reason="Late")


def do(given: Given, *acts: tuple[str, Any]) -> Given:
    """These commands are sent to the scheme, and all are accepted."""
    for actor, wish in acts:
        given = given.when(SCHEME, wish, actor=actor).accepted
    return given


def approved(given: Given = RULES) -> Given:
    return do(given, (OFFICE, DRAFT), (OFFICE, CHECK), (OFFICE, WAIVE), (COMMITTEE, APPROVE))


def state(given: Given) -> Schemes:
    found: Schemes = given.state(SCHEME)
    return found


# ---------------------------------------------------------------- enacted under its rulebook


def test_each_look_at_it_names_the_version_of_the_rulebook_it_was_under() -> None:
    given = with_scheme(RULES)

    noted = {type(event).__name__: getattr(event, "rulebook_hash", None) for event in given.streams[SCHEME]}
    assert noted == {
        "RegulationDrafted": None,
        "RegulationChecked": OF_FIRST,
        "ConsultationWaived": None,
        "RegulationApproved": OF_FIRST,
        "RegulationPublished": OF_FIRST,
    }
    assert state(given).version(HASH) == parse_scheme(DOCUMENT, parse(FIRST))


def test_its_check_finds_where_it_departs_from_the_rulebook_in_force() -> None:
    document = sample.sample_scheme(targets={"nothing": {"finance": "1"}})
    found = scheme_problems(document, parse(FIRST))
    noted = tuple(e.Noted(severity="error", place=f.place, problem=f.problem, mend=f.mend) for f in found)
    assert len(found) == 1
    content = KIND.content(document).hash

    do(RULES, (OFFICE, DraftRegulation(document=document))).when(SCHEME, CHECK, actor=OFFICE).then(
        e.RegulationChecked(hash=content, rulebook_hash=OF_FIRST, counts={"error": 1}, findings=noted, by=OFFICE)
    )


@pytest.mark.parametrize("named", ["term", 7, None, "No Slug"])
def test_a_scheme_whose_rulebook_is_not_in_force_does_not_pass(named: object) -> None:
    document = sample.sample_scheme(rulebook=named)
    given = do(RULES, (OFFICE, DraftRegulation(document=document)))
    (checked,) = given.when(SCHEME, CHECK, actor=OFFICE).events

    assert isinstance(checked, e.RegulationChecked)
    assert checked.rulebook_hash is None
    assert f"rulebook {named!r} has no version in force" in {one.problem for one in checked.findings}


def test_a_scheme_may_be_drafted_before_its_rulebook_and_passes_once_that_is_in_force() -> None:
    given = do(founded(), (OFFICE, DRAFT), (OFFICE, CHECK))
    assert state(given).draft.stage is Stage.DRAFT  # type: ignore[union-attr] # it was drafted

    given = do(enacted(given, FIRST), (OFFICE, CHECK))

    assert state(given).draft.stage is Stage.CHECKED  # type: ignore[union-attr] # it was drafted


def test_a_rulebook_amended_after_the_check_is_looked_at_before_the_approval() -> None:
    given = enacted(do(RULES, (OFFICE, DRAFT), (OFFICE, CHECK), (OFFICE, WAIVE)), SECOND)
    given.when(SCHEME, APPROVE, actor=COMMITTEE).refused(
        Reason.CONFLICT,
        "scheme year-2026",
        f"was looked at under version {OF_FIRST} of its rulebook, and in force is {OF_SECOND}",
        AGAIN,
    )

    given = do(
        given, (OFFICE, CHECK), (COMMITTEE, APPROVE), (OFFICE, PUBLISH)
    )  # who was asked was asked of this content

    assert state(given).latest.under == OF_SECOND  # type: ignore[union-attr] # it was published


def test_a_rulebook_amended_after_the_approval_is_looked_at_and_approved_under_before_the_publication() -> None:
    given = enacted(approved(), SECOND)
    given.when(SCHEME, PUBLISH, actor=OFFICE).refused(
        Reason.CONFLICT,
        "scheme year-2026",
        f"was looked at under version {OF_FIRST} of its rulebook, and in force is {OF_SECOND}",
        AGAIN,
    )
    given = do(given, (OFFICE, CHECK))
    assert state(given).draft.stage is Stage.CONSULTED  # type: ignore[union-attr] # approved no more

    assert state(do(given, (COMMITTEE, APPROVE), (OFFICE, PUBLISH))).in_force == HASH


def test_a_retired_rulebook_carries_no_scheme_into_force() -> None:
    given = approved().when(RULEBOOK, RetireRegulation(reason="Repealed"), actor=OFFICE).accepted
    given.when(SCHEME, PUBLISH, actor=OFFICE).refused(
        Reason.CONFLICT,
        "scheme year-2026",
        f"was looked at under version {OF_FIRST} of its rulebook, and in force is none",
        AGAIN,
    )


def test_the_same_content_is_enacted_again_under_another_version_of_its_rulebook_alone() -> None:
    again = DraftRegulation(document=DOCUMENT, reason="The rulebook was amended")
    with_scheme(RULES).when(SCHEME, again, actor=OFFICE).refused(
        Reason.CONFLICT,
        "scheme year-2026",
        "is in force with exactly this content",
        "Nothing needs to be done; change the document to publish a new version",
    )
    given = enacted(with_scheme(RULES), SECOND)

    given = do(given, (OFFICE, again), (OFFICE, CHECK), (OFFICE, WAIVE), (COMMITTEE, APPROVE), (OFFICE, PUBLISH))

    assert [(one.hash, one.under) for one in state(given).publications] == [(HASH, OF_FIRST), (HASH, OF_SECOND)]


# ---------------------------------------------------------------- launched


def launch(given: Given, **changes: Any) -> Given:  # noqa: ANN401 - fields of the command
    return given.when(CYCLE, sample.launch(scheme=sample.SCHEME, **changes), actor=OFFICE).accepted


def refused(given: Given, reason: Reason, thing: str, problem: str, mend: str, **changes: Any) -> None:  # noqa: ANN401 - as above
    wish = sample.launch(**{"scheme": sample.SCHEME, **changes})
    given.when(CYCLE, wish, actor=OFFICE).refused(reason, thing, problem, mend)


def test_a_launch_pins_rulebook_and_scheme() -> None:
    (launched,) = launch(with_scheme(RULES)).streams[CYCLE]

    assert isinstance(launched, c.CycleLaunched)
    assert (launched.rulebook, launched.rulebook_hash) == ("annual", content_hash(parse(FIRST)))
    assert (launched.scheme, launched.scheme_hash) == (sample.SCHEME, HASH)


def test_the_steps_of_a_cycle_are_those_of_its_scheme() -> None:
    goals = TIMED[0] | {"due": "P9D"}
    plain, longer = with_scheme(RULES), with_scheme(RULES, steps=[goals])

    first, second = (launch(given).state(CYCLE).schedule[StepName.GOALS] for given in (plain, longer))

    assert (second.due - first.due).total_seconds() == 9 * 86_400 - 60


def test_an_appraisal_is_held_to_the_targets_of_the_scheme_whatever_becomes_of_it_later() -> None:
    """The rulebook asks for 95, the scheme for 99; a target of one's own may only be stricter, and 98 is not."""
    given = launch(with_scheme(RULES), appraisees=("finance",))
    appraisal = appraisal_stream(sample.CYCLE, "finance")
    given = opened(given)
    given = enacted(given, SECOND)
    given = given.when(SCHEME, RetireRegulation(reason="Over"), actor=OFFICE).accepted
    given = tick(given, StepName.GOALS, appraisal)

    refusal = given.when(appraisal, GOALS, actor=HEAD).refusal

    assert refusal is not None
    assert "99" in str(refusal)


def opened(given: Given) -> Given:
    wish = OpenAppraisal(cycle=sample.CYCLE, appraisee="finance")
    return given.when(appraisal_stream(sample.CYCLE, "finance"), wish, actor=SYSTEM_CLOCK).accepted


def test_a_cycle_with_a_scheme_goes_on_to_its_end() -> None:
    given = opened(launch(with_scheme(RULES), appraisees=("finance",)))
    given = tick(given, StepName.GOALS)

    lapsed(given, StepName.GOALS)


def test_a_rulebook_that_leaves_something_to_schemes_is_not_launched_without_one() -> None:
    refused(
        with_scheme(RULES),
        Reason.INVALID,
        "cycle annual-2026",
        "has no scheme, and rulebook annual leaves to the scheme what a cycle needs",
        "Enact a scheme for it, and launch it with that",
        scheme=None,
    )


def test_a_scheme_that_is_not_in_force_is_not_launched() -> None:
    mend = "Enact it first; see 'kaohe scheme show year-2026' for how far it has come"
    refused(approved(), Reason.NOT_FOUND, "scheme year-2026", "has no version in force", mend)
    given = with_scheme(RULES).when(SCHEME, RetireRegulation(reason="Over"), actor=OFFICE).accepted
    refused(given, Reason.CONFLICT, "scheme year-2026", "is retired", mend)


def test_a_retired_rulebook_is_not_launched() -> None:
    given = with_scheme(RULES).when(RULEBOOK, RetireRegulation(reason="Repealed"), actor=OFFICE).accepted
    mend = "Enact it first; see 'kaohe rulebook show annual' for how far it has come"
    refused(given, Reason.CONFLICT, "rulebook annual", "is retired", mend)


def test_a_scheme_is_not_launched_under_another_version_than_it_was_enacted_under() -> None:
    refused(
        enacted(with_scheme(RULES), SECOND),
        Reason.CONFLICT,
        "scheme year-2026",
        "was enacted under another version of rulebook annual than is in force now",
        f"Draft it anew with 'kaohe scheme draft FILE', and let the committee approve it under {OF_SECOND}",
    )


def test_a_scheme_is_not_launched_under_another_rulebook() -> None:
    refused(
        enacted(with_scheme(RULES), FIRST | {"id": "term"}),
        Reason.INVALID,
        "cycle annual-2026",
        "is launched under rulebook term, and scheme year-2026 is under annual",
        "Launch it under the rulebook of its scheme",
        rulebook="term",
    )


def test_a_scheme_is_not_launched_over_another_period_than_it_states() -> None:
    refused(
        with_scheme(RULES, period={"start": "2026-01-01", "end": "2026-06-30"}),
        Reason.INVALID,
        "cycle annual-2026",
        "is launched over 2026-01-01 to 2026-12-31, and scheme year-2026 is for 2026-01-01 to 2026-06-30",
        "Launch it over the period of its scheme",
    )


def test_a_launch_of_before_there_were_schemes_has_none() -> None:
    body = upcast("CycleLaunched", 1, {"cycle": "annual-2020"})
    assert (body["cycle"], body["scheme"], body["scheme_hash"]) == ("annual-2020", None, None)
    assert "scheme" not in sample.launch().model_dump(mode="json")  # a retry from that time is the same command


def test_the_target_of_the_scheme_stands_in_the_regulation_of_the_cycle() -> None:
    given = launch(with_scheme(RULES))
    regulation = regulation_of(given.state(CYCLE), {name: given.state(name) for name in (RULEBOOK, SCHEME)})
    assert indicator(regulation, "budget").targets == {"finance": 99}
