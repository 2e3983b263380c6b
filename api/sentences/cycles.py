"""What happens to directories and cycles, in English."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from api.sentences.words import Change, Telling, Told, exact, instant, listed, number
from domain import certificates, directory, record, substitutions
from domain.cycle import events as c
from domain.cycle.state import Cycle
from domain.schedule import StepTimes


def _units_registered(happened: directory.UnitsRegistered, _before: object) -> Told:
    return Told(f"Units were registered or renamed: {listed(unit.id for unit in happened.units)}.")


def _posts_filled(happened: directory.PostsFilled, _before: object) -> Told:
    return Told(f"Posts were filled: {listed(post.person for post in happened.posts)}.")


def _certified(happened: certificates.CertificateGranted, _before: object) -> Told:
    span = f"from {instant(happened.begins)} to {instant(happened.ends)}"
    training = f"by training {happened.training}"
    return Told(f"{happened.person} was certified for the role {happened.role.value} {span}, {training}.")


def _stands_in(happened: substitutions.SubstitutionArranged, _before: object) -> Told:
    roles = listed(role.value for role in happened.roles)
    span = f"from {instant(happened.begins)} to {instant(happened.ends)}"
    kind = happened.kind.value.capitalize()
    return Told(f"{kind} {happened.number}: {happened.substitute} acts for {happened.person} as {roles}, {span}.")


def _stood_in(happened: substitutions.SubstitutionEnded, before: directory.Directory) -> Told:
    known = before.substitutions[happened.number]
    kind = known.kind.value.capitalize()
    return Told(f"{kind} {happened.number} of {known.person} by {known.substitute} was ended.")


def _cycle_launched(happened: c.CycleLaunched, _before: object) -> Told:
    scheme = f" and scheme {happened.scheme} ({happened.scheme_hash})" if happened.scheme else ""
    by = f"by rulebook {happened.rulebook} ({happened.rulebook_hash}){scheme}"
    within = f", within {happened.within}" if happened.within else ""
    follows = f", after {happened.follows}" if happened.follows else ""
    return Told(
        f"The {happened.kind.value} cycle {happened.title!r} was launched for "
        f"{number(len(happened.appraisees), 'appraisee')}, over {happened.period.start} to {happened.period.end}"
        f"{within}{follows}, {by}."
    )


def _cycle_joined(happened: c.CycleJoined, _before: object) -> Told:
    over = f"over {happened.period.start} to {happened.period.end}"
    return Told(f"The {happened.kind.value} cycle {happened.cycle} was launched within this one, {over}.")


def _inner_refused(happened: c.InnerLaunchRefused, _before: object) -> Told:
    then = f"it is tried again at {instant(happened.again)}" if happened.again else "its period is over"
    why = f"{happened.thing} {happened.problem}"
    return Told(f"{happened.cycle}, which the rulebook wants within this cycle, was not launched: {why}; {then}.")


def _launch_checked(happened: c.LaunchChecked, _before: object) -> Told:
    return Told(
        f"The launch was checked: {number(happened.appraisees, 'appraisee')}, "
        f"{number(happened.indicators, 'indicator')}, {number(happened.evaluators, 'evaluator')}."
    )


def _appraisals_opened(happened: c.AppraisalsOpened, _before: object) -> Told:
    return Told(f"{number(happened.count, 'appraisal')} opened, one for each appraisee.")


def _step_passed(happened: c.StepPassedByAll, _before: object) -> Told:
    return Told(f"Step {happened.step.value} ended in the last of {number(happened.count, 'appraisal')}.")


def _frame_fixed(happened: c.FrameFixed, _before: object) -> Told:
    count = sum(map(len, happened.frame.values()))
    return Told(
        f"What may be drawn for verification was fixed: {number(count, 'reported value')}, SHA-256 {happened.sha256}. "
        f"The {happened.asked_of.value} is asked for a value to draw by until {instant(happened.due)}."
    )


def _value_reminded(happened: c.DrawValueReminded, _before: object) -> Told:
    return Told(f"Reminder {happened.ordinal} went out: the value to draw by is due at {instant(happened.due)}.")


def _value_escalated(happened: c.DrawValueEscalated, _before: object) -> Told:
    again = " once more" if happened.ordinal > 1 else ""
    return Told(
        f"It was escalated to the {happened.to.value}s{again} that nobody has given the value to draw by, due at "
        f"{instant(happened.due)}."
    )


def _value_given(happened: c.DrawValueGiven, _before: object) -> Told:
    return Told(f"The value to draw by was given: {happened.value}.")


def _sample_drawn(happened: c.SampleDrawn, _before: object) -> Told:
    drawn = [f"{item.indicator} of {item.appraisee}" for item in happened.drawn]
    by = f"seed {happened.seed}" if happened.value is None else f"value {happened.value} and salt {happened.seed}"
    return Told(
        f"{len(drawn)} of {number(happened.frame, 'reported value')} were drawn for verification by {by}: "
        f"{listed(drawn)}.",
        indicators=frozenset(item.indicator for item in happened.drawn),
    )


def _peers_tabulated(happened: c.PeersTabulated, _before: object) -> Told:
    table = happened.table
    compared = dict.fromkeys(column.indicator for column in (*table.values, *table.shares))
    groups = number(len(set(table.groups.values())), "peer group")
    sentence = f"{number(len(table.groups), 'appraisee')} were compared in {groups}"
    sentence += f", by {listed(compared)}" if compared else ""
    voided = "".join(
        f" {number(len(those), 'evaluator')} of panel {panel} did not tell them apart, and did not count."
        for panel, those in table.voided.items()
    )
    return Told(f"{sentence}.{voided}", indicators=frozenset(compared))


def _quota_approved(happened: c.QuotaApproved, _before: object) -> Told:
    return Told(f"The committee approved the higher cap of quota {happened.quota}.")


def _ranked(happened: c.ResultsRanked, before: Cycle) -> Told:
    ranked = [one for one in happened.standings.standings if one.rank is not None]
    known = {one.appraisee: one.grade for one in before.standings.standings} if before.standings else {}
    changes = tuple(
        Change(what=f"grade of {one.appraisee}", before=known.get(one.appraisee, one.earned), after=one.grade)
        for one in happened.standings.standings
        if one.grade != known.get(one.appraisee, one.earned)
    )
    again = " again" if happened.number > 1 else ""
    came = [f"{one.name} for {appraisee}" for appraisee, all_ in happened.follows.items() for one in all_]
    follows = f" What follows over the years: {listed(came)}." if came else ""
    return Told(f"{number(len(ranked), 'result')} were ranked{again} under the quotas.{follows}", changes)


def _recommended(happened: c.RecommendationsRecorded, _before: object) -> Told:
    recommended = [one for one in happened.recommendations if one.after is not None]
    changes = tuple(
        Change(what=f"grade of {one.appraisee}", before=one.before, after=one.after)
        for one in recommended
        if one.after != one.before
    )
    outcome = (
        f", and recommends a grade for {number(len(recommended), 'appraisee')}" if happened.recommendations else ""
    )
    return Told(
        f"Meeting {happened.meeting} was held by provision {happened.rule}, with minutes {happened.minutes}{outcome}.",
        changes,
    )


def _attested(happened: record.ResultsAttested, before: record.Attested) -> Told:
    changes = tuple(
        Change(
            what=f"{one.appraisee} in {one.year}",
            before=_said(known.grade, known.total),
            after=_said(one.grade, one.total),
        )
        for one in happened.results
        if (known := before.of(one.appraisee).get(one.year))
    )
    return Told(f"{number(len(happened.results), 'result')} of earlier years attested.", changes)


def _said(grade: str | None, total: Decimal | Fraction | None) -> str:
    return ", ".join(part for part in (grade, exact(total)) if part)


def _cycle_extended(happened: c.CycleExtended, before: Cycle) -> Told:
    return Told(
        f"Step {happened.step.value} was extended by {happened.by_duration}, and all behind it with it.",
        tuple(_moved(before, happened.schedule)),
    )


def _brought_forward(happened: c.CycleBroughtForward, before: Cycle) -> Told:
    sentence = f"Step {happened.step.value} was brought forward by {happened.by_duration}."
    return Told(sentence, tuple(_moved(before, happened.schedule)))


def _cycle_paused(happened: c.CyclePaused, _before: object) -> Told:
    by = f" by {happened.basis}" if happened.basis else ""
    if happened.clocks is c.Clocks.RUN:
        return Told(f"The cycle was paused{by}: open steps run on to their ends, and no further step opens.")
    return Told(f"The cycle was paused{by}: clocks stand still and nothing can be submitted.")


def _cycle_cancelled(happened: c.CycleCancelled, _before: object) -> Told:
    by = f" by {happened.basis}" if happened.basis else ""
    return Told(f"The cycle was cancelled{by}: it comes to nothing, and its appraisals end as they are.")


def _cycle_resumed(happened: c.CycleResumed, before: Cycle) -> Told:
    if before.clocks is c.Clocks.RUN:
        return Told("The cycle was resumed; its clocks had run on.")
    return Told(
        "The cycle was resumed; what lay ahead moved by the length of the pause.",
        tuple(_moved(before, happened.schedule)),
    )


def _appraisee_joined(happened: c.AppraiseeJoined, _before: object) -> Told:
    own = f", with times of its own for {listed(times.step.value for times in happened.schedule)}"
    skips = f", leaving out {listed(step.value for step in happened.skips)}"
    how = (own if happened.schedule else "") + (skips if happened.skips else "")
    return Told(f"{happened.appraisee} joined the cycle{how}.")


def _appraisee_left(happened: c.AppraiseeLeft, _before: object) -> Told:
    why = {
        c.Leaving.CLOSED: "since it was closed",
        c.Leaving.TRANSFERRED: f"transferred to cycle {happened.to}",
        c.Leaving.MERGED: f"merged into {happened.to}",
    }[happened.why]
    return Told(f"{happened.appraisee} left the cycle, {why}.")


def _appraisals_closed(happened: c.AppraisalsClosed, _before: object) -> Told:
    return Told(f"The last of {number(happened.count, 'appraisal')} closed.")


def _cycle_closed(_happened: c.CycleClosed, _before: object) -> Told:
    return Told("The cycle was closed.")


def _moved(before: Cycle, schedule: Sequence[StepTimes]) -> Iterator[Change]:
    for times in schedule:
        known = before.schedule.get(times.step)
        if known and known.due != times.due:
            yield Change(what=f"{times.step.value} due", before=instant(known.due), after=instant(times.due))


TELL: Telling = {
    directory.UnitsRegistered: _units_registered,
    directory.PostsFilled: _posts_filled,
    certificates.CertificateGranted: _certified,
    substitutions.SubstitutionArranged: _stands_in,
    substitutions.SubstitutionEnded: _stood_in,
    c.CycleLaunched: _cycle_launched,
    c.CycleJoined: _cycle_joined,
    c.InnerLaunchRefused: _inner_refused,
    c.LaunchChecked: _launch_checked,
    c.AppraisalsOpened: _appraisals_opened,
    c.StepPassedByAll: _step_passed,
    c.FrameFixed: _frame_fixed,
    c.DrawValueReminded: _value_reminded,
    c.DrawValueEscalated: _value_escalated,
    c.DrawValueGiven: _value_given,
    c.SampleDrawn: _sample_drawn,
    c.PeersTabulated: _peers_tabulated,
    c.QuotaApproved: _quota_approved,
    c.ResultsRanked: _ranked,
    c.RecommendationsRecorded: _recommended,
    record.ResultsAttested: _attested,
    c.CycleExtended: _cycle_extended,
    c.CycleBroughtForward: _brought_forward,
    c.CyclePaused: _cycle_paused,
    c.CycleCancelled: _cycle_cancelled,
    c.AppraiseeJoined: _appraisee_joined,
    c.AppraiseeLeft: _appraisee_left,
    c.CycleResumed: _cycle_resumed,
    c.AppraisalsClosed: _appraisals_closed,
    c.CycleClosed: _cycle_closed,
}
