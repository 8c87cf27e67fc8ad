"""A rulebook with another denominator and another authority: result page, dashboard, register and letter follow it."""

import re

import pytest
from django.urls import reverse

from assessment.models import Assessment
from assessment.services import letter_annex, rehearsals, rulesets
from tests.assessment.conftest import RULESETS
from tests.clusters.letters.reading import text
from tests.factories import DistrictFactory, UserFactory
from tests.support.files import content_of
from tests.support.history import BASIS, confirmed, municipal, report, standby

pytestmark = pytest.mark.django_db

NUMBER = "滨政发〔2019〕8号"
QINGDAO = re.compile("青岛|青政字")


def other_rulebook() -> str:
    """The notice's rulebook as an invented city has it: its own document, and the land area as denominator."""
    notice = (RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8")
    changed = notice.replace("青政字〔2020〕30号", NUMBER).replace("青岛市", "滨城市")
    changed = changed.replace('value = "floor_area"', 'value = "land_area"').replace("qingdao-2020", "bincheng-2020")
    return changed.replace('short = "行动计划"', 'short = "集聚区办法"')


def main_of(client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_result_dashboard_register_and_letter_follow_the_rulebook_that_judged(client, reviewer, approver, settings):
    """Authority and denominator come from the ruleset that judged, never from another city's (issue 7, A5)."""
    settings.PORTAL_OWNER = settings.PORTAL_OWNER_WE = "滨城市发展和改革委员会"
    settings.LETTER_PREFIX = "滨发改"
    standby()
    row = rulesets.draft(other_rulebook(), name="bincheng", by=reviewer)
    rehearsals.rehearse(row.text, name="bincheng", by=reviewer, ruleset=row)
    rulesets.activate(row, legal_basis=NUMBER, document=BASIS, by=approver)
    cluster = municipal(name="滨海软件园", district=DistrictFactory(name="海东区"))
    # Over the floor area (100,000) every line is passed; over the land area two are missed.
    report(cluster, 2020, land_area="150000")
    (card,) = confirmed(cluster, 2020, approver)
    letter = card.letters.get()
    assert (card.kind, Assessment.objects.get().ruleset.sha256) == ("yellow_card", row.sha256)

    said, annexed = text(content_of(letter)), text(letter_annex.annex(letter))
    assert "集聚区办法" in said
    assert "单位面积营业收入、单位面积税收以占地面积为分母" in said
    assert "以“占地面积”为分母" in annexed
    client.force_login(UserFactory(leader=True))
    result = main_of(client, reverse("assessment:result", args=[2020, cluster.code]))
    dashboard = main_of(client, reverse("assessment:dashboard"))
    assert "占地面积口径" in dashboard
    for told in (result, dashboard, said, annexed):
        assert NUMBER in told
        assert "占地面积" in told
        assert "8,000" in told, "12亿元÷15万平方米"
        assert QINGDAO.search(told) is None

    client.logout()
    register = main_of(client, reverse("assessment:register-cluster", args=[cluster.code]))
    assert "2020年度：黄牌警告" in register
    assert letter.document_number in register
    assert QINGDAO.search(register) is None
