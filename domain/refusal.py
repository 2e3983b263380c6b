"""Why a command is refused: an error that names the thing, the value and the mend."""

from enum import StrEnum


class Reason(StrEnum):
    """The kinds of refusal; each door maps them to its own codes."""

    INVALID = "invalid"  # the command itself is wrong
    NOT_FOUND = "not-found"  # it names something that does not exist
    FORBIDDEN = "forbidden"  # it is somebody else's to do
    CONFLICT = "conflict"  # the state does not allow it (now, or any more)
    STALE = "stale"  # decided on a version that has been passed
    REUSED = "reused"  # a command id that has been used with other content


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A command that may not happen; nothing was written.

    `thing` names what is refused ("task 2026:finance:report"), `problem` says what is wrong with the value in it,
    `mend` what to do instead. All three are sentences for people.
    """

    def __init__(self, reason: Reason, thing: str, problem: str, mend: str, *, place: str | None = None) -> None:
        super().__init__(f"{thing}: {problem}. {mend}")
        self.reason = reason
        self.thing = thing
        self.problem = problem
        self.mend = mend
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        """Made again from what it holds, since a further process hands it over without the arguments it was made of."""
        return Exception.__new__, (type(self), *self.args), self.__dict__
