"""Connection pools that fit a database, for those that do not."""

from collections.abc import Mapping
from fractions import Fraction

from groundplan.settings.service import ConnectionPool


def working_pools(
    pools: Mapping[str, ConnectionPool], needs: Mapping[str, int], available: int
) -> dict[str, ConnectionPool]:
    """The pools that must shrink, as large as they may stay; empty where nothing would fit.

    `needs` are the connections that all tasks of a service open with its pool. Every process
    keeps one connection; what is left is shared in proportion to what was asked for.
    """
    ones = {name: need // _each(pools[name]) for name, need in needs.items()}
    left, wanted = available - sum(ones.values()), sum(needs.values()) - sum(ones.values())
    if left < 0 or not wanted:
        return {}
    share = Fraction(left, wanted)
    return {name: _shrunk(pool, share) for name, pool in pools.items() if _each(pool) > 1}


def _each(pool: ConnectionPool) -> int:
    return pool.pool_size + pool.max_overflow


def _shrunk(pool: ConnectionPool, share: Fraction) -> ConnectionPool:
    each = 1 + int((_each(pool) - 1) * share)
    size = max(1, pool.pool_size * each // _each(pool))
    return ConnectionPool(processes=pool.processes, pool_size=size, max_overflow=each - size)
