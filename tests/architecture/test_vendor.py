"""The vendored front end is byte for byte what was reviewed, and is complete."""

import hashlib
import json
import re
from pathlib import Path

from tests.support.sources import ROOT, templates

VENDOR = ROOT / "static" / "vendor"
SUMS = {
    name: digest
    for digest, name in (line.split(maxsplit=1) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
}


def test_vendored_files_have_their_checksums() -> None:
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in SUMS} == SUMS


def test_vendor_folder_holds_no_file_without_a_checksum() -> None:
    files = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert files - {"SHA256SUMS"} == set(SUMS)


def test_every_vendored_package_brings_its_licence() -> None:
    packages = {name.split("/")[0] for name in SUMS}
    assert {package for package in packages if f"{package}/LICENSE" not in SUMS} == set()


def test_vendored_files_point_to_no_source_map() -> None:
    """A pointer to a map that is not shipped breaks the hashed file names of production."""
    texts = [path for path in VENDOR.rglob("*") if path.suffix in (".css", ".js")]
    assert texts
    assert [path.name for path in texts if b"sourceMappingURL" in path.read_bytes()] == []


def test_front_end_versions_are_pinned_exactly_and_locked() -> None:
    manifest = json.loads((ROOT / "config" / "vendor" / "package.json").read_text())
    locked = json.loads((ROOT / "config" / "vendor" / "package-lock.json").read_text())["packages"]
    for name, version in manifest["dependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert locked[f"node_modules/{name}"]["version"] == version
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")
    assert not any("resolved" in entry for entry in locked.values())


def test_icons_style_sheet_finds_its_fonts() -> None:
    sheet = VENDOR / "bootstrap-icons" / "bootstrap-icons.min.css"
    named = set(re.findall(r'url\("([^"?]+)', sheet.read_text()))
    assert named
    assert all((sheet.parent / Path(name)).is_file() for name in named)


def test_every_vendored_file_is_loaded() -> None:
    """What no page, sheet or script names is weight that somebody has to review for nothing (issue 7, B11)."""
    papers = ("LICENSE", "NOTICE")
    naming = [ROOT / path for path in templates()] + [
        path for suffix in ("css", "js") for path in (ROOT / "static").rglob(f"*.{suffix}")
    ]
    texts = {path: path.read_text(encoding="utf-8") for path in naming}
    unused = [
        name
        for name in SUMS
        if not Path(name).name.startswith(papers)
        and not any(Path(name).name in text for path, text in texts.items() if path != VENDOR / name)
    ]
    assert unused == []
