"""A decision recomputed from its own record is byte for byte the same, or is named."""

import pytest

from assessment.services import replay
from tests.support.history import confirmed, failed_twice, municipal, report
from tests.support.tampering import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_untouched_decisions_are_identical(approver, second):
    failed_twice(municipal(), approver, second)
    results = list(replay.all_differences())
    assert len(results) == 3
    assert all(found == [] for _, found in results)


def test_tampered_figure_names_the_decision(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (decision,) = confirmed(cluster, 2020, approver)
    as_owner(
        "assessment_decision",
        "UPDATE assessment_decision SET record = jsonb_set(record, '{inputs,facts,values,revenue}', '\"120000\"')",
    )
    ((found, differences),) = replay.all_differences()
    assert found == decision
    assert any("哈希不符" in text for text in differences)
    assert any("结果与决定不一致" in text for text in differences)


@pytest.mark.parametrize("clusters", (1, 3))
def test_recomputing_costs_the_same_for_any_number_of_decisions(approver, clusters, django_assert_max_num_queries):
    for _ in range(clusters):
        cluster = municipal()
        report(cluster, 2020)
        confirmed(cluster, 2020, approver)
    with django_assert_max_num_queries(2):
        assert len(list(replay.all_differences())) == clusters


def test_decision_under_a_ruleset_that_is_gone_is_named(approver):
    cluster = municipal()
    report(cluster, 2020)
    (decision,) = confirmed(cluster, 2020, approver)
    as_owner("assessment_rulesetversion", "UPDATE assessment_rulesetversion SET sha256 = repeat('0', 64)")
    assert "决定所用的规则集已不在库中。" in replay.differences(decision)
    ((_, differences),) = replay.all_differences()
    assert differences == replay.differences(decision)
