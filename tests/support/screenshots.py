"""`make screenshots`: the pictures of the README, taken from the demonstration and kept small under docs/."""

import io
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.error import URLError

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.support.browser import find_chromium, install, launch_arguments
from tests.support.processes import free_port, stop, wait_until
from tests.support.sources import ROOT

TARGET = ROOT / "docs" / "screenshots"
COLOURS = 64
WIDTH = 1200
PASSWORD = "Yanshi-Qingdao-2022"
# The picture, who looks, and at which page.
PICTURES = (("dashboard", "lingdao", "/dashboard/"), ("desk", "shinan", "/desk/"))


def answers(address: str) -> bool:
    """Whether the portal is ready."""
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def small(content: bytes) -> bytes:
    """A picture in few colours and of a width that a README shows."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


def take(page: Page, address: str, user: str, path: str) -> bytes:
    """Sign in and take what the first screen of a page shows."""
    page.goto(f"{address}/login/?next={path}")
    page.fill("[name=username]", user)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"**{path}")
    page.wait_for_load_state("networkidle")
    return page.screenshot(animations="disabled")


def main() -> int:
    """Prepare a demonstration of its own, serve it, take the pictures."""
    if not install():
        print("no headless Chromium with a Chinese font", file=sys.stderr)
        return 1
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "static").mkdir()
        environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "PORTAL_DATA_DIR": folder, "PORT": str(port)}
        subprocess.run([sys.executable, "-m", "config.demo.prepare"], cwd=ROOT, env=environment, check=True)
        serve = [sys.executable, "-m", "gunicorn", "--config", "config/demo/gunicorn.conf.py"]
        portal = subprocess.Popen(serve, cwd=ROOT, env=environment)
        try:
            wait_until(lambda: answers(address), 60, "the portal")
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments())
                for name, user, where in PICTURES:
                    context = chromium.new_context(viewport=ViewportSize(width=1440, height=900), locale="zh-CN")
                    (TARGET / f"{name}.png").write_bytes(small(take(context.new_page(), address, user, where)))
                    context.close()
                chromium.close()
        finally:
            stop(portal)
    for path in sorted(TARGET.glob("*.png")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
