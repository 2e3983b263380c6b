"""Every view there is."""

from store.views.definitions.cases import Cases
from store.views.definitions.meetings import Meetings
from store.views.definitions.progress import Progress
from store.views.view import View


def every_view() -> list[View]:
    """The views of a log, each made anew, in the order in which they are kept."""
    return [Progress(), Cases(), Meetings()]
