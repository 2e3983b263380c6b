"""How the uses of a cycle's results stand: the fold of what was proposed and decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from domain.cycle.uses import events as u
from domain.event import Event


@dataclass(frozen=True, slots=True)
class Use:
    """A proposed use, what was decided on it, and whether the ranking still bears it out."""

    proposal: u.Proposal
    decided: u.Choice | None = None
    referred: bool = False
    answered: bool = False
    withdrawn: bool = False

    @property
    def undecided(self) -> bool:
        """Whether somebody has to decide on it: for the first time, or again after it was put off."""
        return not self.withdrawn and self.decided in {None, u.Choice.DEFERRED}


@dataclass(frozen=True, slots=True)
class Uses:
    """All uses by id; `ranking` is the number of the one they were last proposed from."""

    ranking: int = 0
    by_id: Mapping[str, Use] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def undecided(self) -> tuple[u.Proposal, ...]:
        """The proposals that somebody has to decide on, in the order in which they were made."""
        return tuple(use.proposal for use in self.by_id.values() if use.undecided)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The referrals of which nothing has come yet."""
        return tuple(id_ for id_, use in self.by_id.items() if use.referred and not use.answered)


def note(known: Uses, happened: Event) -> Uses:
    """Applies an event of uses; any other changes nothing."""
    match happened:
        case u.UsesProposed(ranking=ranking, proposals=proposals, withdrawn=withdrawn):
            gone = {id_: replace(known.by_id[id_], withdrawn=True) for id_ in withdrawn}
            new = {proposal.id: _anew(proposal, known.by_id.get(proposal.id)) for proposal in proposals}
            return Uses(ranking, MappingProxyType({**known.by_id, **gone, **new}))
        case u.UseDecided(use=id_, choice=choice, referral=referral):
            use = replace(known.by_id[id_], decided=choice)
            return _changed(known, use if referral is None else replace(use, referred=True, answered=False))
        case u.ReferralAnswered(use=id_):
            return _changed(known, replace(known.by_id[id_], answered=True))
        case _:
            return known


def _anew(proposal: u.Proposal, before: Use | None) -> Use:
    """A use to be decided on; what it was referred by before still waits for its answer."""
    return Use(proposal) if before is None else replace(before, proposal=proposal, decided=None, withdrawn=False)


def _changed(known: Uses, use: Use) -> Uses:
    return replace(known, by_id=MappingProxyType({**known.by_id, use.proposal.id: use}))
