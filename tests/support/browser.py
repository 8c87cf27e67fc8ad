"""Headless Chromium for the browser tests: where it is, how to install it, what every page is watched for."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Response, Route

from tests.support import distribution

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk", "fontconfig")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
    "--font-render-hinting=none",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SCREENSHOTS = Path("build/screenshots")


def find_chromium() -> str | None:
    """The browser named in CHROMIUM, or the distribution's; None where there is none."""
    given = os.environ.get("CHROMIUM")
    return given or next((found for name in NAMES if (found := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether Chinese text would show as text and not as empty boxes; taken for granted without fontconfig."""
    if not shutil.which("fc-list"):
        return sys.platform == "darwin"
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout.strip())


def install() -> bool:
    """Install what is missing from the distribution, where we may; True where nothing is missing any more."""
    if find_chromium() and has_chinese_font():
        return True
    distribution.install(*PACKAGES)
    return bool(find_chromium() and has_chinese_font())


def launch_arguments() -> list[str]:
    """Chromium's own sandbox does not start as root."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@dataclass
class Watch:
    """What went wrong on the pages of a test without being asked for: script errors, refused resources, 5xx, leaks."""

    origin: str
    faults: list[str] = field(default_factory=list)
    ignored: list[Callable[[str], bool]] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        """Watch every page of a context; addresses of other hosts are refused and noted."""
        context.route("**/*", self._route)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def ignore(self, text: str) -> None:
        """Expect faults that contain `text` in this test."""
        self.ignored.append(lambda fault: text in fault)

    def unexpected(self) -> list[str]:
        """The faults nobody said to expect."""
        return [fault for fault in self.faults if not any(ignored(fault) for ignored in self.ignored)]

    def _route(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("data", "blob") or f"{address.scheme}://{address.netloc}" == self.origin:
            route.continue_()
        else:
            self.faults.append(f"foreign address: {route.request.url}")
            route.abort()

    def _console(self, kind: str, text: str) -> None:
        # Browser and htmx log every 4xx as an error; tests ask for such pages on purpose, and 5xx are noted below.
        is_refusal = "the server responded with a status of 4" in text or "Response Status Error Code 4" in text
        if kind == "error" and not is_refusal:
            self.faults.append(f"console: {text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")

    def _failed(self, request: Request) -> None:
        # A person who clicks on before the page has finished loading breaks off its last requests: no fault of the page.
        if request.failure == "net::ERR_ABORTED":
            return
        if request.resource_type in ("stylesheet", "script", "font", "image"):
            self.faults.append(f"not loaded: {request.url}")


def shoot(page: Page, name: str) -> Path:
    """Save the whole page as build/screenshots/<name>.png."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    target = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=target, full_page=True, animations="disabled")
    return target


def main() -> int:
    """Say where Chromium is, after installing it where that was needed and possible; 1 where there is none."""
    if install():
        print(find_chromium())
        return 0
    print(
        f"no headless Chromium with a Chinese font: install {' and '.join(PACKAGES)}, or set CHROMIUM", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
