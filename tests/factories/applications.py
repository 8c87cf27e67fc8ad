"""Calls and applications: a call that is open, and an application that could be filed."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from clusters.applications.enums import CallState, StageKind
from clusters.applications.models import Application, Call, Condition, Expert, Requirement, RubricLine, Stage
from clusters.documents.services import documents
from clusters.enums import Role
from tests.factories.register import CategoryFactory, DistrictFactory

FORM = """
[[section]]
code = "basics"
label = "基本情况"
field = [
  { code = "boundary", label = "四至范围", kind = "long", required = true },
  { code = "land_area", label = "占地面积", kind = "number", unit = "平方米", decimals = 2, required = true },
]

[[section]]
code = "figures"
label = "主要指标"
by_period = true
field = [{ code = "revenue", label = "营业收入", kind = "number", unit = "万元", decimals = 2, required = true }]

[[section]]
code = "tenants"
label = "入驻企业"
[[section.field]]
code = "list"
label = "入驻企业"
kind = "table"
column = [
  { code = "name", label = "企业名称", required = true },
  { code = "credit_code", label = "统一社会信用代码", required = true, max = 18 },
]
"""
ANSWERS: dict[str, dict[str, Any]] = {
    "basics": {"boundary": "东至一路，西至二路", "land_area": "120000.50"},
    "figures": {"revenue_0": "100", "revenue_1": "1,200.5", "revenue_2": "650.25"},
}
ORDER_2022 = (
    StageKind.RECOMMENDATION,
    StageKind.EXPERT_REVIEW,
    StageKind.SITE_VISIT,
    StageKind.PUBLIC_NOTICE,
    StageKind.ANNOUNCEMENT,
)


class CallFactory(DjangoModelFactory[Call]):
    """A published call, open for a month, with the stages of 2022, one document, one condition and one rubric line."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"call-{n}")
    title = factory.LazyAttribute(lambda call: f"{call.year}年度认定申报（{call.code}）")
    year = 2026
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    cutoff_on = date(2026, 5, 31)
    spread_basis = "测试通知三（一）"
    form = FORM
    state = CallState.PUBLISHED

    @factory.post_generation
    def categories(self: Call, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.categories.set(extracted or [CategoryFactory(code="logistics")])

    @factory.post_generation
    def stages(self: Call, create: bool, extracted: Any, **kwargs: Any) -> None:
        for order, kind in enumerate(extracted or ORDER_2022):
            Stage.objects.create(call=self, order=order, kind=kind)

    @factory.post_generation
    def parts(self: Call, create: bool, extracted: Any, **kwargs: Any) -> None:
        Requirement.objects.create(call=self, code="plan", label="发展规划")
        Requirement.objects.create(call=self, code="other", label="其他材料", is_required=False, order=1)
        RubricLine.objects.create(call=self, label="产业基础", full=60)
        RubricLine.objects.create(call=self, label="发展潜力", full=40, order=1)
        Condition.objects.create(
            call=self,
            label="营业收入",
            measure={"value": "revenue"},
            op=">=",
            line=1000,
            unit="万元",
            document="测试办法",
        )


class ApplicationFactory(DjangoModelFactory[Application]):
    """A draft that could be filed: every section answered, the plan attached."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    call = factory.SubFactory(CallFactory)
    district = factory.SubFactory(DistrictFactory)
    category = factory.LazyAttribute(lambda row: row.call.categories.first())
    name = factory.Sequence(lambda n: f"测试申报集聚区{n}")
    content = factory.LazyFunction(lambda: {code: dict(answers) for code, answers in ANSWERS.items()})

    @factory.post_generation
    def plan(self: Application, create: bool, extracted: Any, **kwargs: Any) -> None:
        document = documents.add(b"plan", name="规划.pdf", owner="applications.applicationdocument", by=None)
        self.documents.create(requirement=self.call.requirements.get(code="plan"), document=document)


class ExpertFactory(DjangoModelFactory[Expert]):
    """An expert of the category `logistics`, from a university of no district."""

    class Meta:
        model = Expert
        skip_postgeneration_save = True

    user = factory.SubFactory("tests.factories.people.UserFactory", role=Role.EXPERT, unit="某大学")

    @factory.post_generation
    def categories(self: Expert, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.categories.set(extracted or [CategoryFactory(code="logistics")])
