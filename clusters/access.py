"""Who may do what: permission name → predicate over (user, object). Plain functions, no models.

A name that no table lists is refused. Other apps add their own tables with `extend`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from clusters.enums import ADMIN_SITE_ROLES, CITY_STAFF, Role

Predicate = Callable[[Any, Any], bool]
_POLICY: dict[str, Predicate] = {}


def allows(user: Any, permission: str, obj: object | None = None) -> bool:
    """Return whether `user` holds `permission` (on `obj`, when given). Unknown names are refused."""
    predicate = _POLICY.get(permission)
    return predicate is not None and predicate(user, obj)


def extend(policy: Mapping[str, Predicate]) -> None:
    """Add a table; a name that exists already is a programming error."""
    clash = _POLICY.keys() & policy.keys()
    if clash:
        raise ValueError(f"permission declared twice: {sorted(clash)}")
    _POLICY.update(policy)


def names() -> frozenset[str]:
    """Return every known permission name (for tests and the admin)."""
    return frozenset(_POLICY)


def roles(*allowed: str) -> Predicate:
    """Allow these roles on any object."""
    wanted = frozenset(allowed)
    return lambda user, obj: user.role in wanted


def own_district(user: Any, obj: Any) -> bool:
    """Allow a district officer on objects of the own district (and on "some object" when none is named)."""
    if user.role != Role.DISTRICT_OFFICER:
        return False
    return obj is None or getattr(obj, "district_id", None) == user.district_id


def any_of(*predicates: Predicate) -> Predicate:
    return lambda user, obj: any(predicate(user, obj) for predicate in predicates)


def all_of(*predicates: Predicate) -> Predicate:
    return lambda user, obj: all(predicate(user, obj) for predicate in predicates)


def may_sign(user: Any, obj: Any) -> bool:
    """Refuse whose password another has just had reset: who signs in now may not be that person."""
    return getattr(user, "may_sign", True)


city_staff = roles(*CITY_STAFF)
signed_in = roles(*Role.values)

extend(
    {
        "clusters.start": signed_in,
        "clusters.change_own_password": signed_in,
        "clusters.enter_admin": roles(*ADMIN_SITE_ROLES),
        "clusters.view_cluster": any_of(city_staff, roles(Role.LEADER), own_district),
        "clusters.view_recognition": any_of(city_staff, roles(Role.LEADER), own_district),
        "clusters.view_dashboard": any_of(city_staff, roles(Role.LEADER)),
        "clusters.view_district": city_staff,
        "clusters.view_category": city_staff,
        "clusters.maintain_register": roles(Role.REVIEWER),
        "clusters.maintain_calendar": roles(Role.APPROVER),
        "clusters.recognise_cluster": all_of(roles(Role.APPROVER), may_sign),
        "clusters.correct_reading": city_staff,
        "clusters.view_event": roles(Role.AUDIT_ADMIN),
        "clusters.view_user": roles(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        "clusters.add_user": roles(Role.SYSTEM_ADMIN),
        "clusters.change_user": roles(Role.SYSTEM_ADMIN),
        "clusters.grant_role": all_of(roles(Role.SECURITY_ADMIN), may_sign),
        "clusters.reset_password": all_of(roles(Role.SECURITY_ADMIN), may_sign),
        "clusters.hand_over_password": all_of(roles(Role.SYSTEM_ADMIN), may_sign),
        "clusters.view_calendarday": city_staff,
        "clusters.use_api": any_of(city_staff, roles(Role.DISTRICT_OFFICER, Role.LEADER, Role.STATISTICS)),
        "clusters.issue_token": all_of(roles(Role.SECURITY_ADMIN), may_sign),
        "clusters.view_apitoken": roles(Role.SECURITY_ADMIN),
    }
)
