"""What an examination reports: what forbids publication, what it advises, and the tables behind that."""

from domain.event import Record
from domain.examination.advice import Advice
from domain.examination.balance import BalanceTable
from domain.examination.burden import Burden
from domain.examination.overlaps import Overlap
from domain.examination.reach import Reach
from domain.examination.sensitivity import Sensitivities
from domain.regulation import Finding


class Report(Record):
    """The examination of an indicator system.

    Findings in `forbids` keep it from being put into force; `advice` does not. The tables of balance and burden need a
    system in order, those of reach and sensitivity also the values of an earlier year, and are empty without.
    """

    forbids: tuple[Finding, ...]
    advice: tuple[Advice, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    balance: tuple[BalanceTable, ...] = ()
    burden: tuple[Burden, ...] = ()
    reach: tuple[Reach, ...] = ()
    sensitivity: Sensitivities | None = None
