"""What becomes of a report once it is handed in. These names and fields are the storage format."""

from domain.event import Confidential, Event, event


@event()
class ReportReceived(Event):
    """The performance office found the report complete and in form."""

    by: str


@event()
class ReportReturned(Event):
    """The performance office returned the report for correction; it does not count until it is handed in again."""

    reason: Confidential
    by: str
