"""(8.A1–A6) An appeal in the life of a cluster without a municipal title: three approvers, the district, the public."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from assessment.models import Appeal, Decision
from assessment.services import reference, years
from clusters.letters import pdf
from clusters.models import Category, Cluster, District, User
from clusters.services import audit
from clusters.services import reference as register_reference
from tests.clusters.documents.forms.documents import PDF
from tests.e2e.people import Approver, Officer
from tests.factories import ClusterFactory, SubmissionFactory, UserFactory, figures
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.office]

NAME = "示例软件信息服务园"
POOR = {"revenue": "90000", "leading_revenue": "67500", "tax": "7000", "floor_area": "100000", "jobs": "1200"}
GROUNDS = "2020年度建筑面积误含在建的2万平方米，应为8万平方米。"
RULING = "经查，在建部分不应计入建筑面积，请区市按8万平方米更正。"
Shoot = Callable[[Page, str], Path]
Open = Callable[..., BrowserContext]


@pytest.fixture
def cluster(live_portal: str) -> Cluster:
    register_reference.load()
    reference.load()
    row: Cluster = ClusterFactory(
        code="QJ-9002",
        name=NAME,
        district=District.objects.get(pk="370202"),
        category=Category.objects.get(pk="cultural_creativity"),
        municipal=True,
        is_published=True,
    )
    row.recognitions.update(level="provincial")
    return row


@pytest.fixture
def people(cluster: Cluster) -> dict[str, User]:
    approvers = {"shenpi1": "高远", "shenpi2": "林清", "shenpi3": "宋予安"}
    return {
        "shinan": UserFactory(username="shinan", full_name="陈岚", district=cluster.district),
        **{code: UserFactory(username=code, full_name=name, approver=True) for code, name in approvers.items()},
    }


def test_upheld_appeal_takes_back_card_and_report_upwards_everywhere(
    cluster: Cluster, people: dict[str, User], new_context: Open, screenshot: Shoot
) -> None:
    """(8.A1, 8.A2, 8.A3, 8.A4, 8.A6) From two failing years to the district's next task; every page says the same."""
    first, second, third = (
        Approver(new_context().new_page(), people[f"shenpi{number}"], screenshot) for number in (1, 2, 3)
    )
    officer = Officer(new_context().new_page(), people["shinan"], screenshot)
    for year, signer, step, verb, note in (
        (2020, first, "confirm-card", "确认黄牌", "数据已核对，同意黄牌。"),
        (2021, second, "confirm-escalation", "确认黄牌并报上级", "连续两年不达标，同意上报。"),
    ):
        years.open_year(year, deadline=timezone.now() + timedelta(days=20), by=people["shenpi1"])
        duty = cluster.duties.get(reporting_year=year)
        SubmissionFactory(duty=duty, values=figures(**POOR), verified=True)
        signer.run(year)
        signer.sign(NAME, year, step, verb, note)
        officer.page.goto(f"/desk/results/{year}/{cluster.code}/")
        expect(officer.page.locator("main")).to_contain_text(note)
        assert "建议" not in officer.page.locator("main").inner_text()
    card = Decision.objects.get(year=2020)
    assert sorted(Decision.objects.filter(year=2021).values_list("kind", flat=True)) == ["escalation", "yellow_card"]

    officer.page.goto(f"/desk/results/decisions/{card.pk}/appeal/")
    expect(officer.page.locator("main")).to_contain_text("由没有经手原决定的市级审批人审理，现有1人可以审理。")
    officer.appeal(card.pk, GROUNDS, PDF)
    _only_the_third_may_rule(first, third)
    third.uphold(RULING)

    in_effect = sorted(Decision.objects.in_effect().values_list("year", "kind"))
    assert in_effect == [(2021, "yellow_card")]
    assert audit.verify_chain() is None
    _district_has_its_next_task(officer)
    _everybody_reads_the_same(third, new_context(viewport=PHONE).new_page(), cluster, screenshot)
    _letters_are_short_and_say_it(officer, cluster)


def _only_the_third_may_rule(first: Approver, third: Approver) -> None:
    """Who may rule is said; the page shows the disputed figures and where the evidence lies."""
    appeal = Appeal.objects.get()
    # Only the third finds it in the own pile; the first reads it in the list of all.
    third.page.goto("/admin/")
    third.page.get_by_role("link", name="复核申请").first.click()
    first.page.goto("/admin/assessment/appeal/")
    for one in (first, third):
        one.page.get_by_role("link", name=NAME).first.click()
        assert one.page.url.endswith(f"/assessment/appeal/{appeal.pk}/change/")
        one.picture(f"appeal-{one.user.username}")
    main = first.page.locator("main")
    expect(main).to_contain_text("您签署过原决定或以其为依据的决定，须由另一名审批人审理。")
    expect(first.page.locator("button[commandfor='step-uphold']")).to_have_count(0)
    main = third.page.locator("main")
    for said in ("宋予安", GROUNDS, "90,000", "100,000", "营业收入"):
        expect(main).to_contain_text(said)
    expect(third.page.get_by_role("link", name="证明材料")).to_have_attribute("href", re.compile("/documents/"))


def _district_has_its_next_task(officer: Officer) -> None:
    officer.page.goto("/desk/")
    task = officer.page.locator(".task--returned")
    expect(task).to_have_count(1)
    expect(task).to_contain_text(NAME)
    expect(task).to_contain_text("2020 年度")
    expect(task).to_contain_text(RULING)
    officer.picture("desk-next-task")
    task.get_by_role("link", name=NAME).click()
    expect(officer.page.locator("[name='value_floor_area']")).to_be_editable()


def _everybody_reads_the_same(leader: Approver, phone: Page, cluster: Cluster, shoot: Shoot) -> None:
    """Register, dashboard and result pages: 2020 has no card any more, 2021 its card and no report upwards."""
    page = leader.page
    for year, cards in ((2020, 0), (2021, 1)):
        page.goto(f"/dashboard/?year={year}")
        expect(page.locator("#cards")).to_contain_text(NAME if cards else "没有")
        assert "报上级" not in page.locator("#cards").inner_text()
        leader.picture(f"dashboard-{year}")
        page.goto(f"/desk/results/{year}/{cluster.code}/")
        fallen = "2020年度“黄牌警告”决定已于" if year == 2020 else "2021年度“报上级处理”决定已于"
        expect(page.locator(".callout--hold")).to_contain_text(fallen)
        page.goto(f"/desk/results/?year={year}")
        row = page.locator("tr", has_text=NAME)
        expect(row).to_contain_text("原决定已撤销" if year == 2020 else "黄牌")
        assert "报上级" not in row.inner_text()
        leader.picture(f"result-{year}")
    phone.goto(f"/register/{cluster.code}/")
    shoot(phone, "register-appeal-phone")
    text = phone.locator("main").inner_text()
    fallen = re.findall(r"(20\d\d)年度：(黄牌警告|报上级处理)(?:(?!年度：)[\s\S])*?该决定已于", text)
    assert sorted(fallen) == [("2020", "黄牌警告"), ("2021", "报上级处理")]


def _letters_are_short_and_say_it(officer: Officer, cluster: Cluster) -> None:
    """Every letter the district may load is two or three pages; the ruling names what fell."""
    page, found = officer.page, {}
    for address in (f"/desk/results/2020/{cluster.code}/", f"/desk/results/2021/{cluster.code}/"):
        page.goto(address)
        for number in range(page.locator("a.button[href*='/documents/']").count()):
            with page.expect_download() as download:
                page.locator("a.button[href*='/documents/']").nth(number).click()
            found[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    pages = {name: len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.convert(made))) for name, made in found.items()}
    assert len(pages) == 4
    assert set(pages.values()) <= {2, 3}
    (ruling,) = (made for name, made in found.items() if "复核决定书" in name)
    text = "\n".join(line.text for line in Document(io.BytesIO(ruling)).paragraphs)
    for said in ("复核申请成立，撤销《", "以该黄牌为依据的《", GROUNDS, RULING):
        assert said in text
