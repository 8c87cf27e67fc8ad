"""The people of a browser test, each in a browser of their own, and what each of them does on their pages."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from clusters.models import User
from tests.factories import PASSWORD

Shoot = Callable[[Page, str], Path]


class Person:
    """A signed-in person: signs in through the page, and every step ends with a picture."""

    def __init__(self, page: Page, user: User, shoot: Shoot) -> None:
        self.page, self.user, self._shoot = page, user, shoot
        page.goto("/login/")
        page.get_by_label("用户名").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda address: "/login/" not in address)

    def picture(self, name: str) -> None:
        self._shoot(self.page, name)


class Officer(Person):
    """Fills in and files the district's report."""

    def appeal(self, decision: int, grounds: str, evidence: bytes) -> None:
        """File an appeal with a PDF as its evidence."""
        page = self.page
        page.goto(f"/desk/results/decisions/{decision}/appeal/")
        self.picture("appeal-form")
        page.locator("[name=grounds]").fill(grounds)
        evidence_file = {"name": "测绘报告.pdf", "mimeType": "application/pdf", "buffer": evidence}
        page.locator("[name=evidence]").set_input_files([evidence_file])
        with page.expect_navigation():
            page.get_by_role("button", name="提交复核申请").click()
        self.picture("appeal-filed")

    def report(self, cluster: str, year: int, values: dict[str, str]) -> None:
        """Open the report from the list of tasks, type the figures, look at the preview, submit."""
        page = self.page
        page.goto("/desk/")
        self.picture(f"{year}-1-desk")
        page.get_by_role("link", name=cluster, exact=True).first.click()
        for code, value in values.items():
            field = page.locator(f"[name='value_{code}']")
            field.fill(value)
            field.press("Tab")
        expect(page.locator("#preview")).to_contain_text("不达标")
        self.picture(f"{year}-2-report")
        page.get_by_role("button", name="提交审核").first.click()
        page.locator("#submit-dialog").get_by_role("button", name="提交审核").click()
        expect(page.locator("main")).to_contain_text("已提交")
        self.picture(f"{year}-3-submitted")


class Reviewer(Person):
    """Returns a report once, and verifies it."""

    def _open(self, cluster: str) -> None:
        self.page.goto("/admin/")
        self.page.get_by_role("link", name="待审核报送").first.click()
        self.page.get_by_role("link", name=cluster).first.click()

    def send_back(self, cluster: str, year: int, reason: str) -> None:
        self._open(cluster)
        self.picture(f"{year}-4-review")
        self.page.locator("button[commandfor='step-return']").first.click()
        dialog = self.page.locator("#step-return")
        dialog.locator("[name=reason]").fill(reason)
        dialog.get_by_role("button", name="退回修改", exact=True).click()
        expect(self.page.locator("main")).to_contain_text("已退回")

    def verify(self, cluster: str, year: int) -> None:
        self._open(cluster)
        self.page.locator("button[commandfor='step-verify']").first.click()
        self.page.locator("#step-verify").get_by_role("button", name="核实通过", exact=True).click()
        expect(self.page.locator("main")).to_contain_text("已核实")
        self.picture(f"{year}-5-verified")


class Approver(Person):
    """Starts the run of the year and signs what it proposes."""

    def run(self, year: int) -> None:
        page = self.page
        page.goto("/admin/assessment/run/add/")
        page.locator("[name=year]").select_option(str(year))
        page.get_by_role("button", name="发起评分").click()
        expect(page.locator("main")).to_contain_text("已完成")
        self.picture(f"{year}-6-run")

    def uphold(self, ruling: str) -> None:
        """Rule the pending appeal well founded, and open the year's data again."""
        page = self.page
        page.locator("button[commandfor='step-uphold']").first.click()
        dialog = page.locator("#step-uphold")
        dialog.locator("[name=reason]").fill(ruling)
        dialog.locator("[name=reopen]").check()
        self.picture("ruling-dialog")
        with page.expect_navigation():
            dialog.get_by_role("button", name="申请成立", exact=True).click()
        self.picture("ruling-made")

    def sign(self, cluster: str, year: int, step: str, verb: str, note: str = "") -> None:
        """Open the cluster's proposal of the year and take the step through its dialog."""
        page = self.page
        page.goto("/admin/assessment/assessment/?state=proposed")
        page.get_by_role("link", name=cluster).first.click()
        self.picture(f"{year}-7-proposal-{self.user.username}")
        page.locator(f"button[commandfor='step-{step}']").first.click()
        self.picture(f"{year}-8-dialog-{self.user.username}")
        dialog = page.locator(f"#step-{step}")
        dialog.locator("[name=note]").fill(note)
        if step == "sign":
            dialog.get_by_label("您的登录密码").fill(PASSWORD)
        # The session is asked before the form goes: the click alone does not leave the page.
        with page.expect_navigation():
            dialog.get_by_role("button", name=verb, exact=True).click()
        self.picture(f"{year}-9-signed-{self.user.username}")
