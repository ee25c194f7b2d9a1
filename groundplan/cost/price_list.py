"""The price list: a committed snapshot of public prices, one file per region, hashes verified.

A look-up gives exactly the rows of one key, or names the key that is missing. There is no
nearest region, no default and no multiplier: AWS's regions differ by up to 50 % in either
direction, so any such guess would be a wrong number that looks right.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from groundplan.cost.price import Price, PriceListInvalid, parse

SNAPSHOT = Path(__file__).parent / "prices"
MANIFEST = "MANIFEST.json"
GLOBAL = "global"


class PriceMissing(LookupError):
    """No row for this key in this region; the message names both and the nearest known."""


@dataclass(frozen=True)
class PriceList:
    """Prices by region and key. A region's file is read when first asked for, and verified."""

    folder: Path = SNAPSHOT
    _loaded: dict[str, dict[str, tuple[Price, ...]]] = field(default_factory=dict, compare=False)

    @staticmethod
    def of(rows: Iterable[tuple[str, Price]]) -> "PriceList":
        """Give a price list of (region, price) pairs, without files. Raises PriceListInvalid."""
        by_region: dict[str, list[Price]] = {}
        for region, price in rows:
            by_region.setdefault(region, []).append(price)
        loaded = {region: _by_key(prices, region) for region, prices in by_region.items()}
        return PriceList(folder=Path(), _loaded=loaded)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions that have prices, sorted."""
        on_disk = self._manifest["files"] if self.folder != Path() else {}
        return tuple(sorted({name.removesuffix(".csv") for name in on_disk} | set(self._loaded)))

    @property
    def as_of(self) -> str:
        """When the snapshot was put together, as its manifest says."""
        return str(self._manifest["as_of"]) if self.folder != Path() else "given"

    def find(self, region: str, key: str) -> tuple[Price, ...]:
        """Give the price of key in region, one row per tier, lowest tier first.

        Raises PriceMissing where there is none, PriceListInvalid where the file is not sound.
        """
        found = self._of(region).get(key)
        if found is None:
            raise PriceMissing(self._miss(region, key))
        return found

    def rows(self, region: str) -> Iterator[Price]:
        """Yield every row of a region."""
        for tiers in self._of(region).values():
            yield from tiers

    def _of(self, region: str) -> dict[str, tuple[Price, ...]]:
        if region not in self._loaded:
            self._loaded[region] = self._read(region) if region in self.regions else {}
        return self._loaded[region]

    @cached_property
    def _manifest(self) -> dict[str, dict[str, str]]:
        path = self.folder / MANIFEST
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise PriceListInvalid(
                f"{path}: {problem}; take the file from the release again, or write it anew with "
                "`groundplan prices refresh`"
            ) from None

    def _read(self, region: str) -> dict[str, tuple[Price, ...]]:
        name = f"{region}.csv"
        content = (self.folder / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != self._manifest["files"][name]:
            raise PriceListInvalid(
                f"{name} is not the file that {MANIFEST} names (its hash differs): undo the edit, "
                "or take prices in with `groundplan prices refresh`"
            )
        return _by_key(parse(content.decode("utf-8"), name), name)

    def _miss(self, region: str, key: str) -> str:
        here = self._of(region)
        if not here:
            return f"no price of {key}: no prices at all for {region}, only {_listed(self.regions)}"
        near = get_close_matches(key, here, n=1, cutoff=0.8)
        elsewhere = [one for one in self.regions if one != region and key in self._of(one)]
        hints = [f"nearest here is {near[0]}"] if near else []
        hints += [f"known in {_listed(elsewhere)}"] if elsewhere else []
        return f"no price of {key} in {region}" + (f" ({'; '.join(hints)})" if hints else "")


def _by_key(prices: Iterable[Price], name: str) -> dict[str, tuple[Price, ...]]:
    found: dict[str, list[Price]] = {}
    for price in prices:
        found.setdefault(price.key, []).append(price)
    return {key: _tiers(rows, name) for key, rows in found.items()}


def _tiers(rows: list[Price], name: str) -> tuple[Price, ...]:
    if len(rows) == 1 and not rows[0].from_quantity:
        return (rows[0],)
    rows.sort(key=lambda price: price.from_quantity)
    starts = [price.from_quantity for price in rows]
    if len(set(starts)) != len(starts):
        raise PriceListInvalid(
            f"{name}: two rows for {rows[0].key}: exactly one must match, remove the wrong one"
        )
    if starts[0] != 0 or len({price.unit for price in rows}) != 1:
        raise PriceListInvalid(f"{name}: the tiers of {rows[0].key} must start at 0, in one unit")
    return tuple(rows)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
