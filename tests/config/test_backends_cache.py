"""The cache of the limits: one for all processes (8.C26)."""

from pathlib import Path
from typing import Any

import environ
import pytest
from django.core.cache import CacheHandler
from django.core.cache.backends.base import BaseCache

from clusters.models import Event
from clusters.services import tokens
from config.settings._backends import caches
from tests.factories import UserFactory
from tests.support.api import ROOT, call, issue

NOBODY = "redis://127.0.0.1:1/0"


def of_a_process(url: str, folder: Path) -> BaseCache:
    """The cache as a process of its own opens it."""
    env = environ.Env()
    env.ENVIRON = {"REDIS_URL": url} if url else {}
    return CacheHandler(caches(env, folder))["default"]


@pytest.mark.redis
@pytest.mark.parametrize("kind", ("redis", "folder"))
def test_two_processes_count_together(kind: str, redis_url: str, tmp_path: Path) -> None:
    """(8.C26) A counter and a once-an-hour note of one are those of the other."""
    one, other = (of_a_process(redis_url if kind == "redis" else "", tmp_path) for _ in range(2))
    one.set("count", 1)
    assert other.incr("count") == 2
    assert one.get("count") == 2
    assert one.add("note", 1, timeout=3600)
    assert not other.add("note", 1, timeout=3600)


@pytest.mark.django_db
def test_portal_answers_when_the_cache_does_not(settings: Any, tmp_path: Path) -> None:
    """(8.C26) A sibling: the cache only counts; without it nobody is refused, and a strange address is still noted."""
    env = environ.Env()
    env.ENVIRON = {"REDIS_URL": NOBODY}
    settings.CACHES = caches(env, tmp_path)
    token, secret = issue(UserFactory(statistics=True), addresses=["10.0.0.0/8"])
    assert call(UserFactory(reviewer=True)).get(f"{ROOT}districts/").status_code == 200
    assert tokens.recognised(secret, address="192.0.2.1") is None
    assert Event.objects.filter(action="接口令牌.地址不符", object_id=str(token.pk)).count() == 1
