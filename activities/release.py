"""Which release of the code answers: workflows that began under another one start afresh at their next boundary."""

from importlib.metadata import version

RELEASE = version("kaohe")
