"""What a cycle runs under: the versions of rulebook and scheme that its launch pins, made into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.command import Context
from domain.cycle.state import Cycle
from domain.enactment.state import Enacted, Regulation
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, Scheme, in_force
from domain.rulebook import Rulebooks
from domain.schedule import Period
from domain.scheme import Schemes
from domain.streams import rulebook_stream, scheme_stream

if TYPE_CHECKING:
    from domain.cycle.launch import LaunchCycle


def regulation_streams(state: Cycle) -> tuple[str, ...]:
    """The streams of what the cycle runs under: its rulebook and, if it has one, its scheme."""
    scheme = () if state.scheme is None else (scheme_stream(state.scheme),)
    return (rulebook_stream(state.rulebook), *scheme)


def regulation_of(state: Cycle, states: Mapping[str, Any]) -> Rulebook:
    """The versions the cycle is pinned to, rulebook and scheme made into one."""
    rulebook: Rulebooks = states[rulebook_stream(state.rulebook)]
    scheme: Scheme | None = None
    if state.scheme is not None and state.scheme_hash is not None:
        schemes: Schemes = states[scheme_stream(state.scheme)]
        scheme = schemes.version(state.scheme_hash)
    return _in_force(_Versions(state.rulebook_hash, state.scheme_hash, rulebook.version(state.rulebook_hash), scheme))


@dataclass(frozen=True, slots=True)
class _Versions:
    """A rulebook and a scheme, told from others by the hashes of their content."""

    rulebook_hash: str
    scheme_hash: str | None
    rulebook: Rulebook = field(compare=False)
    scheme: Scheme | None = field(compare=False)


@lru_cache(maxsize=64)
def _in_force(versions: _Versions) -> Rulebook:
    """The two made into one, kept for the next decision: every one of a cycle asks for the same."""
    return in_force(versions.rulebook, versions.scheme)


# ---------------------------------------------------------------- launch


class Pinned(NamedTuple):
    """The versions a cycle is launched on, by their content."""

    rulebook: Rulebook
    rulebook_hash: str
    scheme: Scheme | None = None
    scheme_hash: str | None = None


def pinned_by(wish: "LaunchCycle", context: Context) -> Pinned:
    """The versions in force of what the launch names; refuses those that do not belong together."""
    name, state = f"cycle {wish.cycle}", context.states[rulebook_stream(wish.rulebook)]
    content, rulebook = version_in_force(f"rulebook {wish.rulebook}", state)
    if rulebook.authority != wish.authority:
        raise Refused(
            Reason.INVALID,
            name,
            f"is launched for authority {wish.authority}, its rulebook is of {rulebook.authority}",
            "Launch it for the authority of its rulebook",
        )
    if wish.scheme is None:
        if rulebook.scheme is not None:
            problem = f"has no scheme, and rulebook {wish.rulebook} leaves to the scheme what a cycle needs"
            raise Refused(Reason.INVALID, name, problem, "Enact a scheme for it, and launch it with that")
        return Pinned(rulebook, content)
    schemes: Schemes = context.states[scheme_stream(wish.scheme)]
    scheme_content, scheme = version_in_force(f"scheme {wish.scheme}", schemes)
    _check_scheme(wish, name, scheme, schemes, content)
    return Pinned(rulebook, content, scheme, scheme_content)


def version_in_force(thing: str, state: Enacted[Regulation]) -> tuple[str, Regulation]:
    """The version in force and the hash of its content; refuses where there is none."""
    if state.in_force is None:
        kind, _, name = thing.partition(" ")
        problem = "is retired" if state.retired else "has no version in force"
        mend = f"Enact it first; see 'kaohe {kind} show {name}' for how far it has come"
        raise Refused(Reason.CONFLICT if state.retired else Reason.NOT_FOUND, thing, problem, mend)
    return state.in_force, state.version(state.in_force)


def _check_scheme(wish: "LaunchCycle", name: str, scheme: Scheme, schemes: Schemes, rulebook_hash: str) -> None:
    """Refuses a scheme of another rulebook, version or period than the cycle's."""
    if scheme.rulebook != wish.rulebook:
        raise Refused(
            Reason.INVALID,
            name,
            f"is launched under rulebook {wish.rulebook}, and scheme {scheme.id} is under {scheme.rulebook}",
            "Launch it under the rulebook of its scheme",
        )
    if schemes.latest is None or schemes.latest.under != rulebook_hash:
        raise Refused(
            Reason.CONFLICT,
            f"scheme {scheme.id}",
            f"was enacted under another version of rulebook {wish.rulebook} than is in force now",
            f"Draft it anew with 'kaohe scheme draft FILE', and let the committee approve it under {rulebook_hash}",
        )
    if scheme.period not in (None, wish.period):
        raise Refused(
            Reason.INVALID,
            name,
            f"is launched over {_days(wish.period)}, and scheme {scheme.id} is for {_days(scheme.period)}",
            "Launch it over the period of its scheme",
        )


def _days(period: Period | None) -> str:
    return "" if period is None else f"{period.start} to {period.end}"
