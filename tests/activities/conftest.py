"""The same real runtime as the workflows' tests."""

from tests.workflows.conftest import own_temporal, runtime, temporal

__all__ = ["own_temporal", "runtime", "temporal"]
