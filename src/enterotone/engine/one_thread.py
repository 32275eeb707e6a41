"""Small dense matrices on one thread.

The linear algebra library behind NumPy spreads even small matrices over all cores. At a few hundred rows that costs
more than it gains, and where other work runs on the machine, threads that wait for each other make it hundreds of
times slower. Members are what runs side by side here, not the rows of one matrix.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["one_thread"]


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep the linear algebra of this process on one thread."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
