"""The demo's own end when something is not as promised."""


class Failed(Exception):  # noqa: N818 - said to people as it stands
    """An expectation of the demo does not hold; the message is the sentence that says which."""
