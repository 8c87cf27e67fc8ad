"""The served description holds: whatever is sent, as any role, the answer is one that it documents."""

import copy
import json
import os
import re
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from clusters.enums import Role
from config.api import urlpatterns
from tests.support.api import ROOT, YEAR, City, call, issue

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
]
ROLES = (Role.DISTRICT_OFFICER, Role.REVIEWER, Role.APPROVER, Role.LEADER, Role.STATISTICS, "public")
# A district officer and a statistics body see the most different answers; the others fewer examples each.
FEW, MANY = (10, 60) if os.environ.get("HYPOTHESIS_PROFILE") == "properties" else (2, 5)
QUIET = list(hypothesis.HealthCheck)


def credentials(city: City, role: str) -> dict[str, dict[str, str]]:
    """What a caller of the role sends along: a token, the cookie of a session, or nothing."""
    if role == "public":
        return {}
    if role == Role.STATISTICS:
        return {"headers": {"Authorization": f"Bearer {issue(city.person(role))[1]}"}}
    return {"cookies": {"sessionid": call(city.person(role)).cookies["sessionid"].value}}


@pytest.fixture
def document(city: City) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    return json.loads(city.caller(Role.REVIEWER).get(f"{ROOT}schema/").content)


@pytest.fixture
def described(document: dict[str, Any], monkeypatch: Any) -> Iterator[Any]:
    """The document, bound to the portal in this process and on this test's connection."""
    monkeypatch.setattr("clusters.api.throttling.PerCaller.THROTTLE_RATES", {"person": "100000/min"})
    schema = schemathesis.openapi.from_dict(copy.deepcopy(document))
    schema.app = get_wsgi_application()
    # Who calls is given; a made-up Authorization header besides would only ever be refused.
    schema.config.generation.with_security_parameters = False
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations(schema: Any) -> Iterator[Any]:
    for found in schema.get_all_operations():
        yield found.ok()


def real(city: City, operation: Any) -> dict[str, str]:
    """The address of a record that there is, for a path with a placeholder."""
    if "{" not in operation.path:
        return {}
    place = operation.path.removeprefix(ROOT).split("/")[0]
    known = {
        "clusters": ("code", city.passed.code),
        "recognitions": ("id", city.passed.recognitions.get().pk),
        "districts": ("code", city.mine.code),
        "categories": ("code", city.passed.category_id),
        "indicators": ("code", "tax"),
        "rulesets": ("sha256", city.result(city.passed).ruleset.sha256),
        "figures": ("id", f"{YEAR}-{city.passed.code}"),
        "assessments": ("id", city.result(city.passed).pk),
        "decisions": ("id", city.decision(city.passed).pk),
        "third-party-figures": ("id", 1),
    }
    name, value = known[place]
    return {name: str(value)}


def fuzz(operation: Any, caller: dict[str, Any], examples: int) -> set[int]:
    """Send generated requests, half of them wrong on purpose, and hold each answer against the description.

    Returns the status codes that were seen.
    """
    seen: set[int] = set()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @hypothesis.settings(
            max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=QUIET
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            seen.add(case.call_and_validate(**caller, checks=CHECKS).status_code)

        send()
    return seen


@pytest.mark.properties
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_to_generated_requests_is_documented(city: City, described: Any, role: str) -> None:
    caller = credentials(city, role)
    examples = MANY if role in (Role.DISTRICT_OFFICER, Role.STATISTICS) else FEW
    seen = set().union(*(fuzz(operation, caller, examples) for operation in operations(described)))
    assert seen == {401} if role == "public" else {200, 400, 404} <= seen


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_records_that_there_are_fit_their_description(city: City, described: Any, role: str) -> None:
    caller = credentials(city, role)
    for operation in operations(described):
        if operation.method == "get":
            query = {"year": YEAR, "by": "district"} if "totals" in operation.path else {}
            case = operation.Case(path_parameters=real(city, operation), query=query)
            answer = case.call_and_validate(**caller, checks=CHECKS[:5])
            assert answer.status_code in ((401,) if role == "public" else (200, 403, 404)), operation.label


def test_delivery_its_repeat_and_its_refusals_fit_their_description(city: City, described: Any) -> None:
    caller = credentials(city, Role.STATISTICS)
    operation = described["/api/v1/third-party-figures/"]["POST"]
    row = {"cluster": city.passed.code, "indicator": "tax", "value": "7000.00"}
    for body, key, status in (
        ([row], "delivery-1", 201),
        ([row], "delivery-1", 200),
        ([{**row, "value": "1"}], "delivery-1", 422),
        ([{**row, "cluster": "QJ-9999"}], "delivery-2", 422),
        ([], "delivery-3", 400),
    ):
        case = operation.Case(headers={"Idempotency-Key": key}, body={"year": YEAR, "source": "年报", "figures": body})
        assert case.call_and_validate(**caller, checks=CHECKS[:5]).status_code == status


def test_description_covers_every_address_of_the_api(document: dict[str, Any]) -> None:
    served = {
        re.sub(r"\(\?P<\w+>[^/]+\)", "{}", str(entry.pattern).strip("^$"))
        for entry in urlpatterns
        if entry.name not in ("schema", "docs", "unknown")
    }
    assert {re.sub(r"{\w+}", "{}", path.removeprefix(ROOT)) for path in document["paths"]} == served


def test_description_speaks_chinese_and_names_the_scope_of_each_operation(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            words = (operation["summary"], *(answer["description"] for answer in operation["responses"].values()))
            assert not any(word.isascii() for word in words), (method, path)
            assert re.search(r"权限范围 `(register|stats|results):(read|write)`", operation["description"]), (
                method,
                path,
            )
            assert {"401", "403", "406", "429"} <= set(operation["responses"])
    for name, schema in document["components"]["schemas"].items():
        described = [field for field in schema.get("properties", {}).values() if not field.get("readOnly")]
        words = [str(field.get("description", "")) for field in described if "description" in field]
        assert not any(word.isascii() for word in words), name
