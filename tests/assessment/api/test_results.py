"""What a result and a decision say: exact numbers, citations, distances, the same sentences as everywhere."""

import json
import re
from typing import Any

import pytest

from assessment.models import SourceChoice
from assessment.models.third_party import FigureSource
from assessment.rules.words.explain import Explanation
from assessment.services import annulments
from tests.factories import UserFactory
from tests.support.api import ROOT, YEAR, City
from tests.support.history import municipal, report

_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def detail(city: City, cluster: Any, role: str = "reviewer") -> dict[str, Any]:
    return city.caller(role).get(f"{ROOT}assessments/{city.result(cluster).pk}/").json()


def test_missed_line_says_value_line_distance_and_citation(city: City) -> None:
    row = next(one for one in detail(city, city.carded)["criteria"] if one["state"] == "fail")
    assert (row["state"], row["value"], row["line"], row["op"]) == ("fail", "9000.00", "10000", ">=")
    assert int(row["exact"]["numerator"]) == 9000 * int(row["exact"]["denominator"])
    assert row["cite"]["document"] == "青政字〔2020〕30号"
    above = row["distances"][0]
    assert (above["indicator"], above["have"], above["need"], above["by"]) == ("revenue", "90000", "100000", "10000")
    assert above["text"] == "营业收入差 10,000 万元"


def test_explanation_is_the_stored_one_with_its_headings_and_advises_nothing(city: City) -> None:
    """What has taken effect never reads 建议; the stored sentences stay as they are (8.A3)."""
    stored = city.result(city.carded).explanation
    parts = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    sections = [{"heading": name, "sentences": list(lines)} for name, lines in Explanation(**parts).decided.sections]
    told = detail(city, city.carded)
    assert told["explanation"] == sections
    assert sections[0]["heading"] == "结论"
    assert "建议给予黄牌警告" in stored["verdict"]
    assert "，给予黄牌警告" in sections[0]["sentences"][0]
    assert "建议" not in json.dumps([told["explanation"], told["flags"]], ensure_ascii=False)


def test_district_and_city_read_the_same_words(city: City) -> None:
    assert detail(city, city.passed, "district_officer") == detail(city, city.passed, "leader")


def test_no_amount_is_a_json_number(city: City) -> None:
    client = city.caller("reviewer")
    for path in (
        f"assessments/{city.result(city.carded).pk}/",
        f"figures/{YEAR}-{city.passed.code}/",
        f"figures/totals/?year={YEAR}",
        "indicators/",
        "rulesets/",
    ):
        body = client.get(f"{ROOT}{path}").content
        floats: list[str] = []
        json.loads(body, parse_float=floats.append)
        assert floats == [], path
    values = client.get(f"{ROOT}figures/{YEAR}-{city.passed.code}/").json()["values"]
    assert all(value is None or _DIGITS.fullmatch(value) for value in values.values())


def test_list_is_short_and_its_record_complete(city: City) -> None:
    client = city.caller("reviewer")
    listed = client.get(f"{ROOT}assessments/?cluster={city.carded.code}").json()["results"][0]
    assert "criteria" not in listed
    assert listed["verdict_label"] == "黄牌警告"
    assert listed["ruleset"]["sha256"] == city.result(city.carded).ruleset.sha256
    assert {**detail(city, city.carded), **listed} == detail(city, city.carded)


def test_decision_names_letters_ruleset_and_what_took_its_place(city: City) -> None:
    decision = city.decision(city.carded)
    [made] = annulments.withdraw(decision, reason="复核", by=UserFactory(approver=True))
    client = city.caller("statistics")
    old = client.get(f"{ROOT}decisions/{decision.pk}/").json()
    new = client.get(f"{ROOT}decisions/{made.pk}/").json()
    assert (old["kind"], old["superseded_by"], new["supersedes"]) == ("yellow_card", made.pk, decision.pk)
    assert old["letters"][0]["number"] == decision.letters.get().document_number
    assert old["record_sha256"] == decision.record_sha256
    listed = client.get(f"{ROOT}decisions/?superseded=true").json()["results"]
    assert [row["id"] for row in listed] == [decision.pk]
    assert decision.pk not in {row["id"] for row in client.get(f"{ROOT}decisions/?superseded=false").json()["results"]}


def test_answers_name_no_person(city: City) -> None:
    decision = city.decision(city.carded)
    names = {decision.confirmed_by.full_name, city.result(city.carded).version.filed_by.full_name}
    client = city.caller("statistics")
    for path in ("decisions/", f"decisions/{decision.pk}/", "figures/", f"assessments/{decision.assessment_id}/"):
        body = client.get(f"{ROOT}{path}").content.decode()
        assert not any(name in body for name in names), path


def test_decision_names_the_source_of_its_figures(city: City) -> None:
    version = city.result(city.passed).version
    body = {
        "year": YEAR,
        "source": "统计年报",
        "figures": [{"cluster": city.passed.code, "indicator": "tax", "value": "7000"}],
    }
    client = city.caller("statistics")
    sent = client.post(
        f"{ROOT}third-party-figures/", body, "application/json", headers={"Idempotency-Key": "source-key"}
    )
    assert sent.status_code == 201
    figure = version.submission.duty.third_party_figures.get()
    SourceChoice.objects.create(
        version=version,
        indicator=figure.indicator,
        source=FigureSource.THIRD_PARTY,
        figure=figure,
        chosen_by=UserFactory(reviewer=True),
    )
    row = client.get(f"{ROOT}decisions/{city.decision(city.passed).pk}/").json()
    assert row["figure_sources"] == [
        {
            "indicator": {"code": "tax", "label": "税收"},
            "source": "third_party",
            "source_label": "第三方统计数（与填报数一致）",
            "third_party_value": "7000.00",
            "supplier": figure.batch.supplier,
        }
    ]


def test_ruleset_gives_its_hash_parameters_and_citations_but_no_draft(city: City) -> None:
    client = city.caller("statistics")
    row = city.result(city.passed).ruleset
    ruleset = client.get(f"{ROOT}rulesets/{row.sha256}/").json()
    tax = next(one for one in ruleset["parameters"] if one["code"] == "tax_line")
    assert (tax["values"][0]["from_year"], tax["values"][0]["value"]) == (2020, "600")
    assert tax["values"][0]["cite"]["document"] == "青政字〔2020〕30号"
    assert all(value["cite"]["basis"] for one in ruleset["readings"] for value in one["values"])
    type(row).objects.filter(pk=row.pk).update(state="draft")
    assert client.get(f"{ROOT}rulesets/{row.sha256}/").status_code == 404
    assert client.get(f"{ROOT}rulesets/").json()["count"] == 0


BUDGET = {"clusters/": 6, "recognitions/": 5, "figures/": 5, "assessments/": 5, "decisions/": 6}


@pytest.mark.parametrize("path", BUDGET)
def test_list_asks_as_many_questions_for_four_rows_as_for_two(
    city: City, path: str, django_assert_max_num_queries: Any
) -> None:
    client = city.caller("approver")
    client.get(f"{ROOT}{path}")
    with django_assert_max_num_queries(BUDGET[path]) as few:
        client.get(f"{ROOT}{path}?page_size=2")
    report(municipal(district=city.mine), YEAR)
    with django_assert_max_num_queries(len(few)):
        assert client.get(f"{ROOT}{path}").status_code == 200
