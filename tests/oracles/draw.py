"""The draw a second time, from what the how-to page says of it and from nothing else: tickets, and the smallest win."""

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256


def digest(frame: Mapping[str, Mapping[str, int]]) -> str:
    lines = []
    for unit in frame:
        for indicator in frame[unit]:
            lines.append(unit + "|" + indicator + "|" + str(frame[unit][indicator]))  # noqa: PERF401 - plainest
    lines.sort(key=lambda line: line.split("|")[:2])
    return sha256("\n".join(lines).encode("utf-8")).hexdigest()


def drawn(frame: Mapping[str, Mapping[str, int]], salt: str, value: str, share: str) -> set[tuple[str, str]]:
    """Every ticket of a unit is written down and sorted; those who hold the first ones are drawn, each once."""
    chosen = set()
    for unit, weights in frame.items():
        tickets = []
        for indicator, weight in weights.items():
            for k in range(weight):
                written = f"{digest(frame)}|{salt}|{value}|{unit}|{indicator}|{k + 1}"
                tickets.append((sha256(written.encode("ascii")).hexdigest(), indicator))
        wanted = -(-(Fraction(share) * len(weights)) // 1)
        winners: list[str] = []
        for _, indicator in sorted(tickets):
            if indicator not in winners and len(winners) < wanted:
                winners.append(indicator)
        chosen |= {(unit, indicator) for indicator in winners}
    return chosen
