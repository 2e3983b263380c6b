from api.sentences import TELL
from domain.aggregates import AGGREGATES
from domain.event import event_types


def test_there_is_a_sentence_for_every_event_type() -> None:
    assert AGGREGATES  # importing it registers them all
    ours = {cls for cls in event_types().values() if cls.__module__.startswith("domain.")}
    assert set(TELL) == ours
