"""What an expert gives to a nomination fits the scale of the panel that it counts as."""

from domain.case.content import ExpertScore, Given
from domain.regulation import Procedure, Rulebook
from domain.scoring import Score, Scores
from domain.scoring.panels import require_proper


def require_on_scale(given: Given | None, procedure: Procedure, rulebook: Rulebook) -> None:
    """Refuses a score outside the scale of the procedure's panel."""
    panel = next((one for one in rulebook.panels if one.id == procedure.panel), None)
    if isinstance(given, ExpertScore) and panel is not None:
        require_proper(panel, Scores(given=(Score(value=given.points),)))
