"""How tasks behave: late acknowledgement, and failures that the rows in the database already remember."""

from typing import Any

DATABASE: dict[str, Any] = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": True}
