"""What becomes of a unit's papers, drafts and reports, in English."""

from api.sentences.words import Telling, Told
from domain.appraisal import report_events as r
from domain.appraisal.drafting import events as d


def _saved(happened: d.DraftSaved, _before: object) -> Told:
    return Told(f"Draft {happened.number} of the {happened.of.value} was written.")


def _handed_in(happened: d.DraftHandedIn, _before: object) -> Told:
    return Told(f"Draft {happened.number} of the {happened.of.value} was handed in within the unit.")


def _reviewed(happened: d.DraftReviewed, _before: object) -> Told:
    return Told(f"Draft {happened.number} of the {happened.of.value} was reviewed and may be signed.")


def _returned(happened: d.DraftReturned, _before: object) -> Told:
    return Told(f"Draft {happened.number} of the {happened.of.value} was returned, to be drafted anew.")


def _signed(happened: d.DraftSigned, _before: object) -> Told:
    return Told(f"Draft {happened.number} of the {happened.of.value} was signed.")


def _received(_happened: r.ReportReceived, _before: object) -> Told:
    return Told("The report was received.")


def _report_returned(_happened: r.ReportReturned, _before: object) -> Told:
    return Told("The report was returned for correction; it does not count until it is handed in again.")


TELL: Telling = {
    d.DraftSaved: _saved,
    d.DraftHandedIn: _handed_in,
    d.DraftReviewed: _reviewed,
    d.DraftReturned: _returned,
    d.DraftSigned: _signed,
    r.ReportReceived: _received,
    r.ReportReturned: _report_returned,
}
