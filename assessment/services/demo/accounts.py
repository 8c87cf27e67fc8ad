"""The demonstration's people: one named, made-up person a role, all with one printed password."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password

from assessment.selectors import menu
from clusters.enums import Role
from clusters.errors import NotAllowedNow
from clusters.models import District, User
from clusters.services import reference

_FILE = "demo/accounts.toml"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One line of the table that the command prints; `start` is the address of the person's first page."""

    role: str
    name: str
    username: str
    password: str
    start: str


def require_demo() -> None:
    """Refuse outside the demonstration: a printed password must never open a portal with real figures."""
    if not settings.PORTAL_DEMO:
        raise NotAllowedNow("当前不是演示环境（PORTAL_DEMO 未开启），不建立演示账号和演示数据。")


@cache
def password() -> str:
    """Return the one password of all demonstration accounts."""
    return str(reference.load_fixture(_FILE)["password"])


def create() -> dict[str, User]:
    """Create the accounts that are missing and return all of them by user name; existing ones keep their password.

    Runs in the caller's transaction.
    """
    require_demo()
    rows = reference.read(_FILE, "account")
    names = [row["username"] for row in rows]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    missing = [row for row in rows if row["username"] not in known]
    # One hash for all: the password is the same and printed; hashing it seventeen times is most of the loading time.
    hashed = make_password(password()) if missing else ""
    User.objects.bulk_create(
        User(
            username=row["username"],
            full_name=row["full_name"],
            role=row["role"],
            district_id=row.get("district"),
            unit=row["unit"],
            password=hashed,
        )
        for row in missing
    )
    return {user.username: user for user in User.objects.filter(username__in=names).select_related("district")}


def table() -> Iterator[AccountRow]:
    """Yield the accounts that exist, in the order of the fixture: who signs in how, and where the work waits."""
    require_demo()
    rows = reference.read(_FILE, "account")
    people = User.objects.select_related("district").in_bulk([row["username"] for row in rows], field_name="username")
    for row in rows:
        user = people.get(row["username"])
        if user is not None:
            first = next(iter(menu.Entries(user, "")))
            yield AccountRow(_role_of(user), user.full_name, user.username, password(), first["url"])


def _role_of(user: User) -> str:
    district: District | None = user.district
    label = str(Role(user.role).label)
    return f"{label}·{district.short_name}" if district else label
