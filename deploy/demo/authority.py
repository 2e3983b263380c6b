"""An appraising authority of the demo: its rulebooks and directory as published, and what its books say of each year.

Players know of it what people know: the regulation they act under, who holds which post and, where it is their
business, the books.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from api.documents import load
from domain.directory import PersonEntry, PublishDirectory, Role, Unit
from domain.exact import text
from domain.regulation import CycleKind, EvaluatorKind, Indicator, Judged, Rulebook, leaves_for, parse
from domain.regulation import indicator as find_indicator

_FOLDER = Path(__file__).parent
_DIRECTORY, _RECORDS = "directory", "records"
_STANDING = "standing"
_TASTE = 13
_BEST = 100


@dataclass(frozen=True)
class Authority:
    """The documents in one folder, and questions a player has to them; rulebooks are known by their file's name."""

    folder: Path
    directory: PublishDirectory
    rulebooks: Mapping[str, Rulebook]
    records: Mapping[int, Mapping[str, Mapping[str, Any]]]

    @classmethod
    def load(cls, name: str) -> "Authority":
        folder = _FOLDER / name
        documents = {path.stem: load(path) for path in sorted(folder.glob("*.yaml"))}
        directory, records = documents.pop(_DIRECTORY), documents.pop(_RECORDS)
        return cls(
            folder,
            PublishDirectory.model_validate(directory),
            {stem: parse(document) for stem, document in documents.items()},
            {int(year): books for year, books in records.items()},
        )

    @property
    def id(self) -> str:
        return self.directory.authority

    @cached_property
    def appraisees(self) -> tuple[str, ...]:
        """The units appraised, departments first."""
        return tuple(unit.id for unit in self.directory.units if unit.kind != "organ")

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return {unit.id: unit for unit in self.directory.units}

    @cached_property
    def _people(self) -> Mapping[tuple[Role, str | None], Sequence[PersonEntry]]:
        found: dict[tuple[Role, str | None], list[PersonEntry]] = {}
        for person in self.directory.people:
            for role in person.roles:
                found.setdefault((role, None), []).append(person)
                found.setdefault((role, person.unit), []).append(person)
        return found

    def name(self, unit: str) -> str:
        """The unit's name without its Chinese title, which not every terminal can align."""
        return self._units[unit].name.partition(" (")[0]

    def holders(self, role: Role, unit: str | None = None) -> tuple[str, ...]:
        """Who holds the role, in that unit if one is named."""
        return tuple(person.id for person in self._people.get((role, unit), ()))

    def one_of(self, role: Role, about: str) -> str:
        """One of the holders: always the same for the same matter, so that each has a share of the work."""
        people = self.holders(role)
        return people[_lot(role.value, about) % len(people)]

    def head(self, unit: str) -> str:
        return self.holders(Role.HEAD, unit)[0]

    def unit_of(self, person: str) -> str:
        return next(one.unit for one in self.directory.people if one.id == person)


@dataclass(frozen=True)
class Run:
    """One cycle as its players see it: where it runs, under which rulebook, and of which year or quarter."""

    cycle: str
    authority: Authority
    rulebook: Rulebook
    year: int
    quarter: int | None = None

    @property
    def is_annual(self) -> bool:
        return self.rulebook.kind is CycleKind.ANNUAL

    @property
    def is_term(self) -> bool:
        return self.rulebook.kind is CycleKind.TERM

    def indicators(self, unit: str) -> tuple[Indicator, ...]:
        return leaves_for(self.rulebook, unit)

    def indicator(self, name: str) -> Indicator:
        return find_indicator(self.rulebook, name)

    @property
    def ballots_needed(self) -> int:
        """Ballots below which they are withheld, since they would show who voted how."""
        kinds = self.rulebook.evaluators
        return next((rule.minimum for rule in kinds if rule.kind is EvaluatorKind.INTERNAL_BALLOT), 0)

    def recorded(self, unit: str, indicator: str) -> str:
        """The value that the books of the lead organ hold."""
        held = self.authority.records[self.year][unit][indicator]
        return str(held if self.quarter is None else held[self.quarter - 1])

    def opinion(self, of: str, unit: str, most: Decimal = Decimal(_BEST)) -> str:
        """What somebody thinks of a unit, from 0 to `most`: its standing, give or take a taste that never changes."""
        standing = int(self.authority.records[self.year][unit][_STANDING]) + _lot(of, unit) % _TASTE - _TASTE // 2
        points = Decimal(max(0, min(_BEST, standing))) * most / _BEST
        return str(points.quantize(Decimal("0.5")))

    def maximum(self, indicator: str) -> Decimal:
        """The most points a judged indicator has to give."""
        leaf = self.indicator(indicator)
        return Decimal(text(leaf.judging_maximum)) if isinstance(leaf.rule, Judged) else Decimal(_BEST)


def _lot(*about: str) -> int:
    return int.from_bytes(hashlib.sha256("|".join(about).encode()).digest()[:4])
