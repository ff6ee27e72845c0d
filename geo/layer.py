"""The map that pages draw: reading it needs no geographic library, only the checks that it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

REGION_CODES = tuple(f"{number:02d}" for number in range(1, 17))
"""CUT codes of INE and SUBDERE; 16 is Ñuble, split from Biobío on 2018-09-06."""


class BoundariesError(ValueError):
    """A file of boundaries that cannot be used: `str(error)` is for the log, `error.spanish` for people."""

    def __init__(self, english: str, spanish: str) -> None:
        super().__init__(english)
        self.spanish = spanish

    def __reduce__(self) -> tuple[type[BoundariesError], tuple[str, str]]:
        """Both sentences cross from one process to another."""
        return type(self), (str(self), self.spanish)


def read_regions(path: Path) -> dict[str, Any]:
    """Return the FeatureCollection that `write_regions` wrote.

    Raises BoundariesError if the file is missing, is no FeatureCollection, or its ids are not the 16 codes, each once.
    """
    check_exists(path)
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise unreadable(path, error) from error
    if not _is_feature_collection(collection):
        raise unreadable(path, "it is not a GeoJSON FeatureCollection")
    ids = [str(feature.get("id")) for feature in collection["features"]]
    check_codes(ids)
    if len(ids) != len(REGION_CODES):
        raise unreadable(path, f"{len(ids)} features came, {len(REGION_CODES)} are allowed")
    return dict(collection)


def _is_feature_collection(content: object) -> bool:
    features = content.get("features") if isinstance(content, dict) else None
    return isinstance(features, list) and all(isinstance(feature, dict) for feature in features)


def check_codes(codes: Iterable[str]) -> None:
    """Raise BoundariesError unless `codes` are the 16 region codes."""
    came = set(codes)
    missing, unknown = sorted(set(REGION_CODES) - came), sorted(came - set(REGION_CODES))
    if missing or unknown:
        raise BoundariesError(
            f"region codes missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}; "
            "allowed: 01 to 16, every one of them",
            f"códigos de región que faltan: {', '.join(missing) or 'ninguno'}; desconocidos: "
            f"{', '.join(unknown) or 'ninguno'}; se espera cada uno de 01 a 16",
        )


def check_exists(path: Path) -> None:
    """Raise BoundariesError if there is no file at `path`."""
    if not path.is_file():
        raise BoundariesError(
            f"no file of boundaries at {path}",
            f"no hay un archivo de límites regionales en {path}",
        )


def unreadable(path: Path, reason: object) -> BoundariesError:
    """The error for a file that cannot be used."""
    return BoundariesError(
        f"{path} cannot be used as boundaries: {reason}",
        f"no se puede usar {path} como límites regionales; se espera un archivo GeoJSON, GeoPackage, shapefile o Parquet ({reason})",
    )
