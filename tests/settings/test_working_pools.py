"""Pools that a guard proposes: they fit, and they are no smaller than they must be."""

from hypothesis import given
from hypothesis import strategies as st

from groundplan.settings.service import ConnectionPool
from groundplan.settings.working_pools import working_pools

POOLS = st.builds(
    ConnectionPool,
    processes=st.integers(1, 8),
    pool_size=st.integers(1, 50),
    max_overflow=st.integers(0, 100),
)
TASKS = st.integers(1, 20)


def opened(pools: dict[str, ConnectionPool], tasks: dict[str, int]) -> dict[str, int]:
    """Give the connections of each service with its pool in all of its tasks."""
    return {name: pool.connections_per_task * tasks[name] for name, pool in pools.items()}


@given(st.lists(st.tuples(POOLS, TASKS), min_size=1, max_size=4), st.integers(0, 5000))
def test_what_is_proposed_fits(services: list[tuple[ConnectionPool, int]], available: int) -> None:
    pools = {str(index): pool for index, (pool, _) in enumerate(services)}
    tasks = {str(index): count for index, (_, count) in enumerate(services)}
    needs = opened(pools, tasks)
    if sum(needs.values()) <= available:
        return
    fitting = working_pools(pools, needs, available)

    assert not fitting or sum(opened({**pools, **fitting}, tasks).values()) <= available


def test_the_proportions_of_pool_and_overflow_stay() -> None:
    pool = ConnectionPool(processes=4, pool_size=20, max_overflow=40)

    assert working_pools({"web": pool}, {"web": 1920}, 480) == {
        "web": ConnectionPool(processes=4, pool_size=5, max_overflow=10)
    }


def test_a_pool_of_one_connection_is_left_alone() -> None:
    web = ConnectionPool(processes=1, pool_size=10, max_overflow=0)
    job = ConnectionPool(processes=1, pool_size=1, max_overflow=0)

    assert working_pools({"web": web, "job": job}, {"web": 20, "job": 1}, 11) == {
        "web": ConnectionPool(processes=1, pool_size=5, max_overflow=0)
    }


def test_nothing_is_proposed_where_not_even_one_connection_each_fits() -> None:
    pool = ConnectionPool(processes=4, pool_size=20, max_overflow=40)

    assert working_pools({"web": pool}, {"web": 1920}, 20) == {}
