"""Fixtures for tests that need more than the database: Redis, a worker, a served portal, a browser."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import redis
from django.contrib.auth.models import AbstractBaseUser
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tasks.celery import app
from tests import factories
from tests.support.browser import DESKTOP, Watch, find_chromium, launch_arguments, shoot
from tests.support.redis_server import redis_server
from tests.support.worker import WorkerProcess, broker

# A page may take its time on a machine that is busy with other tests; what never comes fails all the same.
BROWSER_PATIENCE_MS = 30_000

# The gate must say the same twice; `make properties` looks for new examples.
hypothesis.settings.register_profile("gate", max_examples=100, derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile(
    "properties",
    max_examples=int(os.environ.get("EXAMPLES", "20000")),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


@pytest.fixture(autouse=True)
def _records_are_numbered_from_zero() -> None:
    """A test makes the same records whichever tests ran before it: what it says must not hang on their order."""
    for name in factories.__all__:
        factory_class = getattr(factories, name)
        if isinstance(factory_class, type):
            factory_class.reset_sequence(0, force=True)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """An empty file store that holds the files of this test alone."""
    documents = settings.STORAGES["documents"]
    options = {**documents["OPTIONS"], "location": str(tmp_path / "files")}
    settings.STORAGES = {**settings.STORAGES, "documents": {**documents, "OPTIONS": options}}
    return tmp_path / "files"


@pytest.fixture(scope="session")
def redis_process() -> Iterator[str]:
    """The address of a Redis of our own, or of the one in TEST_REDIS_URL, which is emptied by the tests."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield given
        return
    with redis_server() as url:
        yield url


@pytest.fixture
def redis_url(redis_process: str) -> str:
    """The address of an empty Redis."""
    with redis.Redis.from_url(redis_process) as client:
        client.flushdb()
    return redis_process


@pytest.fixture(scope="session")
def _worker(
    redis_process: str, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WorkerProcess]:
    worker = WorkerProcess(redis_process, tmp_path_factory.mktemp("worker"))
    yield worker
    worker.stop()


@pytest.fixture
def celery_worker_process(redis_url: str, transactional_db: None, _worker: WorkerProcess) -> Iterator[WorkerProcess]:
    """A real worker on this test's database, and this process sending to it; started again where a test killed it."""
    if not _worker.alive:
        _worker.start()
    with broker(app, redis_url):
        yield _worker


@pytest.fixture
def live_portal(transactional_db: None, live_server: Any, settings: Any) -> str:
    """The address of the portal, served on loopback from this test's database."""
    settings.PORTAL_PUBLIC_URL = live_server.url
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Its event loop lives in the thread of the tests, which may go on using the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=BROWSER_PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments())
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def watch(live_portal: str) -> Iterator[Watch]:
    """Fails the test for what its pages did wrong in passing."""
    watched = Watch(live_portal)
    yield watched
    assert watched.unexpected() == []


@pytest.fixture
def new_context(browser: Browser, live_portal: str, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of its own for a person: `new_context(viewport=PHONE)`; closed after the test."""
    opened: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        defaults = {"base_url": live_portal, "viewport": DESKTOP, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        context = browser.new_context(**{**defaults, **options})
        context.set_default_timeout(BROWSER_PATIENCE_MS)
        watch.attach(context)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def signed_in(new_context: Callable[..., BrowserContext], client: Any) -> Callable[..., Page]:
    """Opens a page as a person whose session exists already: `signed_in(user)`. Signing in itself has its own tests."""

    def open_page(user: AbstractBaseUser, **options: Any) -> Page:
        context = new_context(**options)
        client.force_login(user)
        for name, morsel in client.cookies.items():
            context.add_cookies([{"name": name, "value": morsel.value, "domain": "127.0.0.1", "path": "/"}])
        client.cookies.clear()
        return context.new_page()

    return open_page


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """Saves what a page shows under build/screenshots/."""
    return shoot
