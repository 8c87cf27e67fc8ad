"""The demonstration's people: one named, made-up person a role, all with one printed password."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password

from assessment.selectors import menu
from clusters.enums import Role
from clusters.errors import NotAllowedNow
from clusters.models import User
from clusters.services import reference


class AccountRow(NamedTuple):
    """One line of the table that the command prints; `start` is the address of the person's first page."""

    role: str
    name: str
    username: str
    password: str
    start: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts in the story: an officer for each district, the reviewers and the approvers in turn."""

    officers: Mapping[str, User]
    reviewers: tuple[User, ...]
    approvers: tuple[User, ...]


def require_demo() -> None:
    """Refuse outside the demonstration: a printed password must never open a portal with real figures."""
    if not settings.PORTAL_DEMO:
        raise NotAllowedNow("当前不是演示环境（PORTAL_DEMO 未开启），不建立演示账号和演示数据。")


def _fixture() -> dict[str, Any]:
    return reference.load_fixture("demo/accounts.toml")


def password() -> str:
    """Return the one password of all demonstration accounts."""
    return str(_fixture()["password"])


def create() -> dict[str, User]:
    """Create the accounts that are missing and return all of them by user name; existing ones keep their password.

    Runs in the caller's transaction.
    """
    require_demo()
    rows = {row["username"]: row for row in _fixture()["account"]}
    known = set(User.objects.filter(username__in=rows).values_list("username", flat=True))
    missing = [dict(row) for name, row in rows.items() if name not in known]
    # One hash for all: the password is the same and printed; hashing it seventeen times is most of the loading time.
    hashed = make_password(password()) if missing else ""
    User.objects.bulk_create(User(district_id=row.pop("district", None), password=hashed, **row) for row in missing)
    return {user.username: user for user in User.objects.filter(username__in=rows).select_related("district")}


def staff_of(people: Mapping[str, User]) -> Staff:
    """Return who acts in the story, by user name."""
    by_name = [people[name] for name in sorted(people)]
    return Staff(
        officers={str(user.district_id): user for user in by_name if user.role == Role.DISTRICT_OFFICER},
        reviewers=tuple(user for user in by_name if user.role == Role.REVIEWER),
        approvers=tuple(user for user in by_name if user.role == Role.APPROVER),
    )


def table() -> Iterator[AccountRow]:
    """Yield the accounts that exist, in the order of the fixture: who signs in how, and where the work waits."""
    require_demo()
    names = [row["username"] for row in _fixture()["account"]]
    people = User.objects.select_related("district").in_bulk(names, field_name="username")
    for user in (people[name] for name in names if name in people):
        place = f"·{user.district.short_name}" if user.district else ""
        first = next(iter(menu.Entries(user, "")))
        yield AccountRow(f"{user.get_role_display()}{place}", user.full_name, user.username, password(), first["url"])
