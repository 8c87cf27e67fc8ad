"""Refusals a person can read: every message is Chinese, names the thing and says what to do."""


class DomainError(Exception):
    """A rule of the register or the assessment says no. `field` names the form field, where there is one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotPermitted(DomainError):
    """This person may not take this step (HTTP 403)."""


class NotAllowedNow(DomainError):
    """The record is in a state in which the step does not exist (HTTP 409)."""


class StaleForm(NotAllowedNow):
    """Somebody saved in between; `theirs` holds what is stored now, by field."""

    def __init__(self, message: str, *, theirs: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.theirs = theirs or {}
