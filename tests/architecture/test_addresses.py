"""Every address of the portal is guarded by a permission or is on the list of public ones."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

# Whoever opens something to everybody says so here as well; the list is what a security review reads first.
PUBLIC: set[str] = {
    "healthz",
    "readyz",
    "home",
    "login",
    "logout",
    "password_set",
    "session",
    "applications:call",
    "applications:calls",
    "applications:notice",
    "applications:receipt",
    "applications:template",
    "assessment:register",
    "assessment:register-cluster",
    "assessment:register-export",
    "assessment:standards",
    "assessment:verify",
    "assessment:verify-letter",
}


def addresses(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, Any]]:
    """The full name (or the pattern) and the view of every address outside the admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield (f"{space}{entry.name}" if entry.name else f"{prefix}{entry.pattern}"), entry.callback
        elif entry.app_name != "admin":
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, f"{prefix}{entry.pattern}", inner)


def declared(view: Any, name: str) -> Any:
    """What a view declares under a name: function views carry it, class views are asked through their class."""
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        if holder is not None and getattr(holder, name, None):
            return getattr(holder, name)
    return None


def is_guarded(view: Any) -> bool:
    """A permission of ours ("app.verb"), or for the API a permission class stricter than "anybody"."""
    permission = declared(view, "permission")
    if permission:
        return isinstance(permission, str) and len(permission.split(".")) == 2
    classes = declared(view, "permission_classes") or []
    return bool(classes) and all(one.__name__ != "AllowAny" for one in classes)


ADDRESSES = dict(addresses())


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_address_is_guarded_or_listed_as_public(name: str) -> None:
    view = ADDRESSES[name]
    if name in PUBLIC:
        assert declared(view, "public"), f"{name} is listed as public, but its view does not say so"
    else:
        assert is_guarded(view), f"{name} names no permission and is not listed as public"
        assert not declared(view, "public"), f"{name} is public and not listed here"


def test_list_of_public_addresses_has_no_dead_entry() -> None:
    assert PUBLIC - set(ADDRESSES) == set()


def test_admin_is_the_guarded_site_of_the_portal() -> None:
    """The admin is left out above because its site checks every view; that holds for our site class alone."""
    assert (
        type(admin.site._wrapped if hasattr(admin.site, "_wrapped") else admin.site).__module__ == "config.admin_site"
    )  # type: ignore[attr-defined]
    assert "has_permission" in vars(type(admin.site)) or "has_permission" in vars(admin.site.__class__)
