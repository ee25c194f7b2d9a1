"""Take prices into the snapshot and print what changed: `python -m groundplan.cost.refresh`.

For maintainers. Three kinds of file are read: AWS's own offer files (`.json`, `offer_file`;
`--download REGION` fetches them), CSV tables with AWS's usage types (`labelled_prices`), and CSV
tables with the keys of the price list itself (`region` and the columns of a snapshot file). What is
taken in replaces what was there under the same region, key and tier; nothing else moves.
"""

import argparse
import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from groundplan.cost.labelled_prices import read_labelled
from groundplan.cost.offer_file import BULK, download, read_offer, services
from groundplan.cost.price import COLUMNS, Price, PriceListInvalid, parse
from groundplan.cost.price_list import MANIFEST, SNAPSHOT

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


def _fetched(asked: argparse.Namespace, folder: Path) -> Iterator[Path]:
    """Fetch one offer file after the other, so that only one lies on the disk at a time."""
    for service in services() if asked.download else ():
        path = download(service, asked.download, folder, asked.base)
        yield path
        path.unlink()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; give its exit code."""
    parser = argparse.ArgumentParser(description="Take prices into the snapshot.")
    parser.add_argument("tables", nargs="*", type=Path, help="files; later ones win")
    parser.add_argument("--download", metavar="REGION", help="fetch AWS's offer files of a region")
    parser.add_argument("--base", default=BULK, help="where offer files are served")
    parser.add_argument("--as-of", required=True, type=date.fromisoformat)
    parser.add_argument("--folder", type=Path, default=SNAPSHOT)
    parser.add_argument("--dry-run", action="store_true", help="print what would change, only")
    asked = parser.parse_args(arguments)
    try:
        before = read_snapshot(asked.folder)
        after = dict(before)
        with TemporaryDirectory() as scratch:
            for table in chain(asked.tables, _fetched(asked, Path(scratch))):
                after |= joined(read_table(table))
    except (PriceListInvalid, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in changes(before, after))
    if not asked.dry_run:
        write_snapshot(after, asked.folder, asked.as_of)
    return 0


if __name__ == "__main__":
    sys.exit(main())
