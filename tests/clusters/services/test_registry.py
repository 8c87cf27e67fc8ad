"""The register: coming in, being recognised, losing a title and getting it back."""

from datetime import date

import pytest

from clusters.enums import Level
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Cluster, Event
from clusters.services import registry
from tests.factories import BenefitFactory, ClusterFactory, RecognitionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_register_gives_a_code_and_pinyin_keys():
    cluster = registry.register(by=None, name="橡胶谷")
    assert (cluster.code, cluster.name_key, cluster.name_initials.split()[0]) == ("QJ-0001", "xiangjiaogu", "xjg")
    assert "xiangjiaoyu" in cluster.search_key
    assert registry.register(by=None, name="天安数码城").code == "QJ-0002"


def test_reading_of_the_place_is_corrected_and_every_other_still_found():
    """(8.B21) With its audit line; a text that is no pinyin changes nothing."""
    cluster, reviewer = ClusterFactory(name="单家园"), UserFactory(reviewer=True)
    assert registry.correct_reading(cluster, reading=" Shan  jiaＹＵＡＮ ", by=reviewer).reading == "shan jiayuan"
    cluster.refresh_from_db()
    assert cluster.name_key == "shanjiayuan"
    assert {"shanjiayuan", "danjiayuan"} <= set(cluster.search_key.split("\n"))
    event = Event.objects.get(action="集聚区.更正读音")
    assert (event.actor, event.data) == (reviewer, {"old": "", "new": "shan jiayuan"})
    for wrong in ("shàn jia", "单", "shan-jia", "a;b"):
        with pytest.raises(DomainError, match="拼音") as refused:
            registry.correct_reading(cluster, reading=wrong, by=reviewer)
        assert refused.value.field == "reading"
    with pytest.raises(NotPermitted):
        registry.correct_reading(cluster, reading="x", by=UserFactory(leader=True))
    assert registry.correct_reading(cluster, reading="", by=reviewer).name_key == "danjiayuan"


def test_recognise_twice_is_refused():
    cluster, approver = ClusterFactory(), UserFactory(approver=True)
    given = {"level": Level.MUNICIPAL, "recognised_on": date(2021, 1, 1), "document": "某文件"}
    registry.recognise(cluster, by=approver, **given)
    with pytest.raises(NotAllowedNow, match="不能重复认定"):
        registry.recognise(cluster, by=approver, **given)


def test_recognise_is_for_approvers_only():
    with pytest.raises(NotPermitted):
        registry.recognise(
            ClusterFactory(),
            level=Level.MUNICIPAL,
            recognised_on=None,
            document="某文件",
            by=UserFactory(reviewer=True),
        )


def _withdrawn(by):
    title = RecognitionFactory(level=Level.MUNICIPAL)
    running = BenefitFactory(recognition=title)
    ended = BenefitFactory(recognition=title, stopped_on=date(2020, 1, 1), stop_reason="到期")
    stopped = registry.withdraw_title(title, on=date(2023, 5, 1), document="某号", reason="连续两年黄牌", by=by)
    return title, running, ended, stopped


def test_withdraw_ends_the_title_and_stops_running_benefits_only():
    title, running, ended, stopped = _withdrawn(UserFactory(approver=True))
    for row in (title, running, ended):
        row.refresh_from_db()
    assert (title.state, title.ended_on, title.end_document) == ("withdrawn", date(2023, 5, 1), "某号")
    assert (stopped, running.stopped_on, running.stop_reason) == (1, date(2023, 5, 1), "连续两年黄牌")
    assert ended.stopped_on == date(2020, 1, 1)
    assert not Cluster.objects.holding(Level.MUNICIPAL).exists()


def test_withdraw_twice_is_refused():
    approver = UserFactory(approver=True)
    title, *_ = _withdrawn(approver)
    with pytest.raises(NotAllowedNow, match="已经撤销"):
        registry.withdraw_title(title, on=date(2023, 6, 1), document="", reason="再次", by=approver)


def test_restore_gives_back_title_and_what_the_withdrawal_stopped():
    approver = UserFactory(approver=True)
    title, running, ended, _ = _withdrawn(approver)
    registry.restore_title(title, reason="复核成立", by=approver)
    for row in (title, running, ended):
        row.refresh_from_db()
    assert (title.state, title.ended_on, running.stopped_on) == ("active", None, None)
    assert ended.stopped_on == date(2020, 1, 1)
