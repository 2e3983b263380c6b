"""What time does to an appraisal, in English."""

from api.sentences.words import Telling, Told, instant, listed
from domain.appraisal import events as a


def _appraisal_opened(happened: a.AppraisalOpened, _before: object) -> Told:
    return Told(f"The appraisal of {happened.appraisee} in cycle {happened.cycle} was opened.")


def _step_opened(happened: a.StepOpened, _before: object) -> Told:
    asked = f"it asks for {listed(duty.key for duty in happened.duties)}" if happened.duties else "it asks for nothing"
    return Told(f"Step {happened.step.value} opened, due {instant(happened.due)}; {asked}.")


def _reminded(happened: a.StepReminded, _before: object) -> Told:
    told = f" to {listed(happened.told)}" if happened.told else ""
    return Told(
        f"Reminder {happened.ordinal} of step {happened.step.value} went out{told} for {listed(happened.duties)}."
    )


def _fell_due(happened: a.StepFellDue, _before: object) -> Told:
    return Told(f"Step {happened.step.value} fell due with {listed(happened.duties)} open: from here on it is late.")


def _escalated(happened: a.StepEscalated, _before: object) -> Told:
    told = f" ({listed(happened.told)})" if happened.told else ""
    return Told(
        f"Step {happened.step.value} was escalated to the {happened.to.value}s{told}: "
        f"overdue is {listed(happened.duties)}."
    )


def _completed(happened: a.StepCompleted, _before: object) -> Told:
    return Told(f"Step {happened.step.value} was completed.")


def _lapsed(happened: a.StepLapsed, _before: object) -> Told:
    return Told(f"Step {happened.step.value} ended with {listed(happened.undone)} undone.")


def _appraisal_closed(_happened: a.AppraisalClosed, _before: object) -> Told:
    return Told("The appraisal was closed.")


def _rater_replaced(happened: a.RaterReplaced, _before: object) -> Told:
    return Told(f"{happened.successor} was asked to rate the unit instead of {happened.leader}.")


def _reopening_proposed(happened: a.ReopeningProposed, _before: object) -> Told:
    step, due = happened.step.value, instant(happened.due)
    return Told(f"It was proposed to reopen the appraisal at step {step}, due {due}.")


def _reopened(happened: a.AppraisalReopened, _before: object) -> Told:
    first, *later = (times.step.value for times in happened.schedule)
    behind = f", and with it {listed(later)}" if later else ""
    due = instant(happened.schedule[0].due)
    proposed = f"as event {happened.cites} proposed"
    return Told(f"The appraisal was reopened, {proposed}: step {first} begins again{behind}, due {due}.")


def _reopening_declined(happened: a.ReopeningDeclined, _before: object) -> Told:
    return Told(f"The appraisal stays as it is, though event {happened.cites} proposed to reopen it.")


def _appraisal_cancelled(_happened: a.AppraisalCancelled, _before: object) -> Told:
    return Told("The appraisal ended as it was: its cycle was cancelled, or the appraisee left it.")


TELL: Telling = {
    a.AppraisalOpened: _appraisal_opened,
    a.StepOpened: _step_opened,
    a.StepReminded: _reminded,
    a.StepFellDue: _fell_due,
    a.StepEscalated: _escalated,
    a.StepCompleted: _completed,
    a.StepLapsed: _lapsed,
    a.AppraisalClosed: _appraisal_closed,
    a.RaterReplaced: _rater_replaced,
    a.ReopeningProposed: _reopening_proposed,
    a.AppraisalReopened: _reopened,
    a.ReopeningDeclined: _reopening_declined,
    a.AppraisalCancelled: _appraisal_cancelled,
}
