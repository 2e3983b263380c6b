"""What the bench says when it is done: a table for people, JSON for programs."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from tests.bench.measure import Compared, Counted, Delayed, Finding, Flat, Took


def table(findings: Sequence[Finding]) -> Table:
    made = Table(title="Kaohe against the bare thing", title_justify="left")
    for column in ("measure", "ours", "bare", "ratio (spread)", "bar", ""):
        made.add_column(column, no_wrap=True)
    for finding in findings:
        made.add_row(*_cells(finding))
    return made


def _cells(finding: Finding) -> tuple[str, ...]:
    match finding:
        case Compared():
            return (
                finding.name,
                f"{finding.ours:,.0f} {finding.unit}",
                f"{finding.bare:,.0f}, {finding.against}",
                f"{finding.ratio:.2f} ({min(finding.ratios):.2f} to {max(finding.ratios):.2f})",
                "" if finding.bar is None else f"≥ {finding.bar:.2g}",
                "" if finding.bar is None else _verdict(finding.passed),
            )
        case Delayed():
            return (
                finding.name,
                f"p95 {finding.p95 * 1000:.0f} ms, p50 {finding.p50 * 1000:.0f} ms",
                "",
                "",
                f"p95 < {finding.limit * 1000:.0f} ms",
                _verdict(finding.passed),
            )
        case Took():
            return (
                finding.name,
                f"{finding.seconds:.1f} s, {finding.beside}",
                "",
                "",
                "" if finding.limit is None else f"< {finding.limit:g} s",
                "" if finding.limit is None else _verdict(finding.passed),
            )
        case Flat():
            return (
                finding.name,
                f"{finding.after:,.0f} MB",
                f"{finding.before:,.0f} MB a third earlier",
                f"{finding.ratio:.2f}",
                f"≤ {finding.most:.2g}",
                _verdict(finding.passed),
            )
        case Counted():
            return finding.name, "exact count", "", "", finding.promise, "[dim]a test[/dim]"


def _verdict(passed: bool) -> str:  # noqa: FBT001 - the one thing it is about
    return "[green]pass[/green]" if passed else "[red]MISSED[/red]"


def document(finding: Finding) -> dict[str, Any]:
    """A finding as JSON holds it."""
    match finding:
        case Compared():
            return {
                "measure": finding.name,
                "unit": finding.unit,
                "ours": finding.ours,
                "bare": finding.bare,
                "against": finding.against,
                "ratio": finding.ratio,
                "ratios": finding.ratios,
                "bar": finding.bar,
                "passed": finding.passed,
            }
        case Delayed():
            return {
                "measure": finding.name,
                "p50": finding.p50,
                "p95": finding.p95,
                "limit": finding.limit,
                "passed": finding.passed,
            }
        case Took():
            return {
                "measure": finding.name,
                "seconds": finding.seconds,
                "beside": finding.beside,
                "limit": finding.limit,
                "passed": finding.passed,
            }
        case Flat():
            return {
                "measure": finding.name,
                "before": finding.before,
                "after": finding.after,
                "ratio": finding.ratio,
                "most": finding.most,
                "passed": finding.passed,
            }
        case Counted():
            return {"measure": finding.name, "promise": finding.promise, "test": finding.test}


def missed(findings: Sequence[Finding]) -> list[Finding]:
    """Those whose bar was not reached."""
    return [finding for finding in findings if not isinstance(finding, Counted) and not finding.passed]
