"""What an examination reports: what forbids publication, what it advises, and the tables behind that."""

from domain.event import Record
from domain.examination.advice import Advice
from domain.examination.balance import BalanceTable
from domain.examination.burden import Burden
from domain.examination.overlaps import Overlap
from domain.regulation import Finding


class Report(Record):
    """The examination of an indicator system.

    Findings in `forbids` keep it from being put into force; `advice` does not. The tables of balance and burden need a
    system in order, and are empty without.
    """

    forbids: tuple[Finding, ...]
    advice: tuple[Advice, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    balance: tuple[BalanceTable, ...] = ()
    burden: tuple[Burden, ...] = ()
