"""Copies the pinned front-end files into static/vendor and writes their checksums; only a new version needs node."""

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "static" / "vendor"

# Where a file lies in its npm package -> where it lies under static/vendor.
FILES = {
    "bootstrap-icons/font/bootstrap-icons.min.css": "bootstrap-icons/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": "bootstrap-icons/fonts/bootstrap-icons.woff2",
    "bootstrap-icons/LICENSE": "bootstrap-icons/LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
    "echarts/LICENSE": "echarts/LICENSE",
    "echarts/NOTICE": "echarts/NOTICE",
    "echarts/licenses/LICENSE-d3": "echarts/LICENSE-d3",
    "zrender/LICENSE": "echarts/LICENSE-zrender",
    "tslib/LICENSE.txt": "echarts/LICENSE-tslib",
}
SOURCE_MAP = re.compile(rb"\n?(?://# sourceMappingURL=[^\n]*|/\*# sourceMappingURL=[^*]*\*/)")

# Every browser that the portal supports reads the smaller woff2.
OLD_FONT = re.compile(rb',\s*url\("fonts/bootstrap-icons\.woff\?[^"]*"\) format\("woff"\)')


def copied(content: bytes, name: str) -> bytes:
    """The bytes to keep: without pointers to what is not shipped, which break hashed file names."""
    return OLD_FONT.sub(b"", SOURCE_MAP.sub(b"", content)) if name.endswith((".css", ".js")) else content


def main() -> None:
    """Install the locked packages in a private folder, copy the listed files, write SHA256SUMS."""
    shutil.rmtree(TARGET, ignore_errors=True)
    sums = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
        for source, name in FILES.items():
            content = copied((Path(folder) / "node_modules" / source).read_bytes(), name)
            target = TARGET / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}")
    (TARGET / "SHA256SUMS").write_text("\n".join(sorted(sums, key=lambda line: line.split()[1])) + "\n")


if __name__ == "__main__":
    main()
