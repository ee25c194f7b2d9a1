"""Take prices into the snapshot and say what changed (`groundplan prices refresh`).

For maintainers. Three kinds of file are read: AWS's own offer files (`.json`, `offer_file`), CSV
tables with AWS's usage types (`labelled_prices`), and CSV tables with the keys of the price list
itself (`region` and the columns of a snapshot file). What is taken in replaces what was there under
the same region, key and tier; nothing else moves.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from groundplan.cost.labelled_prices import read_labelled
from groundplan.cost.offer_file import BULK, SOURCE, download, read_offer, services
from groundplan.cost.price import COLUMNS, Price, PriceListInvalid, parse
from groundplan.cost.price_list import MANIFEST


class PricesRefused(ValueError):
    """Prices that were not taken in; the message names the file, the row and the remedy."""


Rows = dict[tuple[str, str, str], Price]
"""Prices by region, key and start of the tier."""


def read_table(path: Path) -> Iterator[tuple[str, Price]]:
    """Yield (region, price) of a file of any kind. Raises PriceListInvalid."""
    if path.suffix == ".json":
        yield from read_offer(path)
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        header = tuple(reader.fieldnames or ())
        if "usage_type" in header:
            yield from read_labelled(reader)
        elif header == ("region", *COLUMNS):
            yield from _keyed(reader, path.name)
        else:
            raise PriceListInvalid(
                f"{path.name}: neither `usage_type` nor {','.join(('region', *COLUMNS))} in line 1"
            )


def _keyed(rows: Iterable[Mapping[str, str]], name: str) -> Iterator[tuple[str, Price]]:
    for row in rows:
        (price,) = parse(_text([tuple(row[column] for column in COLUMNS)]), name)
        yield row["region"], price


def joined(rows: Iterable[tuple[str, Price]]) -> Rows:
    """Index rows; the same price twice is one row, two different ones are refused by name."""
    found: Rows = {}
    for region, price in rows:
        place = (region, price.key, f"{price.from_quantity.normalize():f}")
        twin = found.get(place)
        if twin is not None and twin.usd != price.usd:
            raise PriceListInvalid(
                f"{region} {price.key} has two prices, {twin.usd} and {price.usd}: keep one"
            )
        found[place] = price if twin is None or price.effective > twin.effective else twin
    return found


def changes(before: Rows, after: Rows) -> Iterator[str]:
    """Yield one line per price that is new, gone or another one."""
    for place in sorted(before.keys() | after.keys()):
        old, new = before.get(place), after.get(place)
        name = f"{place[0]} {place[1]}" + (f" from {place[2]}" if place[2] != "0" else "")
        if new is None and old is not None:
            yield f"- {name}: was {old.usd} per {old.unit}"
        elif new is not None and old is None:
            yield f"+ {name}: {new.usd} per {new.unit} ({new.grade})"
        elif new is not None and old is not None and new.usd != old.usd:
            yield f"~ {name}: {old.usd} -> {new.usd} per {new.unit} ({old.grade} -> {new.grade})"


def write_snapshot(rows: Rows, folder: Path, as_of: date) -> None:
    """Write one file per region and the manifest; the same rows give the same bytes."""
    regions: dict[str, list[Price]] = {}
    for place in sorted(rows, key=lambda place: (place[0], place[1], rows[place].from_quantity)):
        regions.setdefault(place[0], []).append(rows[place])
    hashes: dict[str, str] = {}
    for region, prices in regions.items():
        content = _text(map(_row, prices)).encode()
        (folder / f"{region}.csv").write_bytes(content)
        hashes[f"{region}.csv"] = hashlib.sha256(content).hexdigest()
    manifest = {"as_of": str(as_of), "files": hashes}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def read_snapshot(folder: Path) -> Rows:
    """Read the files of a snapshot as they are, hashes or not."""
    return joined(
        (path.stem, price)
        for path in sorted(folder.glob("*.csv"))
        for price in parse(path.read_text(encoding="utf-8"), path.name)
    )


def _row(price: Price) -> tuple[str, ...]:
    return (
        price.key, f"{price.from_quantity.normalize():f}", price.unit,
        f"{price.usd.normalize():f}", price.effective, price.grade, price.source,
    )  # fmt: skip


def _text(rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    return text.getvalue()


def refreshed(
    before: Rows, tables: Iterable[Path], *, region: str | None = None, base: str = BULK
) -> Rows:
    """Take in tables, and AWS's offer files of a region; what comes later wins.

    Raises PricesRefused; then nothing is taken in.
    """
    after = dict(before)
    try:
        with TemporaryDirectory() as scratch:
            for table in chain(tables, _fetched(region, Path(scratch), base) if region else ()):
                after |= joined(read_table(table))
    except (PriceListInvalid, OSError) as problem:
        raise PricesRefused(f"no prices were taken in: {problem}") from None
    return after


def not_renewed(before: Rows, after: Rows, region: str) -> Iterator[str]:
    """Yield one line per price that AWS's files of a region had once and have no longer."""
    for place, price in sorted(before.items(), key=lambda entry: entry[0]):
        if place[0] == region and price.source == SOURCE and after.get(place) is price:
            yield f"! {region} {price.key}: not in AWS's files any more; stays at {price.usd}"


def _fetched(region: str, folder: Path, base: str) -> Iterator[Path]:
    """Fetch one offer file after the other, so that only one lies on the disk at a time."""
    for service in services():
        path = download(service, region, folder, base)
        yield path
        path.unlink()
