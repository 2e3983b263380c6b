"""The municipality of the demo: its rulebook and directory as published, and what its books say of the year.

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
from domain.regulation import EvaluatorKind, Indicator, Judged, Rulebook, leaves_for, parse
from domain.regulation import indicator as find_indicator

FOLDER = Path(__file__).parent
RULEBOOK = FOLDER / "rulebook.yaml"
_DIRECTORY = FOLDER / "directory.yaml"
_RECORDS = FOLDER / "records.yaml"
_STANDING = "standing"
_TASTE = 13
_BEST = 100


@dataclass(frozen=True)
class City:
    """The sample documents, and questions a player has to them."""

    rulebook: Rulebook
    directory: PublishDirectory
    records: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls) -> "City":
        return cls(parse(load(RULEBOOK)), PublishDirectory.model_validate(load(_DIRECTORY)), load(_RECORDS))

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

    # ------------------------------------------------------------ what there is to know

    def measured(self, unit: str) -> tuple[Indicator, ...]:
        """The indicators whose values the unit reports."""
        return tuple(leaf for leaf in leaves_for(self.rulebook, unit) if leaf.reported)

    @property
    def ballots_needed(self) -> int:
        """Ballots below which they are withheld, since they would show who voted how."""
        kinds = self.rulebook.evaluators
        return next(rule.minimum for rule in kinds if rule.kind is EvaluatorKind.INTERNAL_BALLOT)

    def indicator(self, name: str) -> Indicator:
        return find_indicator(self.rulebook, name)

    def recorded(self, unit: str, indicator: str) -> str:
        """The value that the books of the lead organ hold."""
        return str(self.records[unit][indicator])

    def opinion(self, of: str, unit: str, most: Decimal = Decimal(_BEST)) -> str:
        """What somebody thinks of a unit, from 0 to `most`: its standing, give or take a taste that never changes."""
        standing = int(self.records[unit][_STANDING]) + _lot(of, unit) % _TASTE - _TASTE // 2
        points = Decimal(max(0, min(_BEST, standing))) * most / _BEST
        return str(points.quantize(Decimal("0.5")))

    def maximum(self, indicator: str) -> Decimal:
        """The most points a judged indicator has to give."""
        leaf = self.indicator(indicator)
        return Decimal(text(leaf.judging_maximum)) if isinstance(leaf.rule, Judged) else Decimal(_BEST)


def _lot(*about: str) -> int:
    return int.from_bytes(hashlib.sha256("|".join(about).encode()).digest()[:4])
