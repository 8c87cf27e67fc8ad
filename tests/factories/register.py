"""The register: districts, categories, clusters with their titles, the calendar."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from clusters.enums import CategoryGroup, DistrictKind, Level, RecognitionState
from clusters.models import Benefit, CalendarDay, Category, Cluster, District, Recognition
from clusters.pinyin import keys_of


class DistrictFactory(DjangoModelFactory[District]):
    """A filing unit; the same code gives the same row."""

    class Meta:
        model = District
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"99{n:04d}")
    name = factory.LazyAttribute(lambda district: f"测试区{district.code}")
    short_name = factory.SelfAttribute("name")
    kind = DistrictKind.DISTRICT
    order = factory.Sequence(lambda n: n)


class CategoryFactory(DjangoModelFactory[Category]):
    """A category in force from 2020; the same code gives the same row."""

    class Meta:
        model = Category
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"category_{n}")
    name = factory.LazyAttribute(lambda category: f"测试类别{category.code}")
    group = CategoryGroup.LEADING
    is_producer_service = True
    from_year = 2020
    clause = "测试依据"
    order = factory.Sequence(lambda n: n)


class ClusterFactory(DjangoModelFactory[Cluster]):
    """A cluster without a title; `municipal=True` and its like give it one (since 2019-01-01)."""

    class Meta:
        model = Cluster
        skip_postgeneration_save = True

    class Params:
        municipal = factory.Trait(
            title=factory.RelatedFactory("tests.factories.register.RecognitionFactory", "cluster")
        )
        reserve = factory.Trait(
            reserve_title=factory.RelatedFactory(
                "tests.factories.register.RecognitionFactory", "cluster", level=Level.RESERVE
            )
        )
        provincial = factory.Trait(
            provincial_title=factory.RelatedFactory(
                "tests.factories.register.RecognitionFactory", "cluster", level=Level.PROVINCIAL
            )
        )
        national = factory.Trait(
            national_title=factory.RelatedFactory(
                "tests.factories.register.RecognitionFactory", "cluster", level=Level.NATIONAL
            )
        )

    code = factory.Sequence(lambda n: f"QJ-{n + 1:04d}")
    name = factory.Sequence(lambda n: f"测试集聚区{n}")
    name_key = factory.LazyAttribute(lambda cluster: keys_of(cluster.name)["name_key"])
    search_key = factory.LazyAttribute(lambda cluster: keys_of(cluster.name)["search_key"])
    name_initials = factory.LazyAttribute(lambda cluster: keys_of(cluster.name)["name_initials"])
    district = factory.SubFactory(DistrictFactory)
    category = factory.SubFactory(CategoryFactory)
    is_published = True


class RecognitionFactory(DjangoModelFactory[Recognition]):
    """A municipal title since 2019-01-01; `withdrawn=True` ended it on 2022-06-30."""

    class Meta:
        model = Recognition

    class Params:
        withdrawn = factory.Trait(
            state=RecognitionState.WITHDRAWN, ended_on=date(2022, 6, 30), end_document="测试撤销文件"
        )

    cluster = factory.SubFactory(ClusterFactory)
    level = Level.MUNICIPAL
    recognised_on = date(2019, 1, 1)
    document = "测试认定文件"


class BenefitFactory(DjangoModelFactory[Benefit]):
    class Meta:
        model = Benefit

    recognition = factory.SubFactory(RecognitionFactory)
    title = "测试扶持政策"
    started_on = date(2019, 1, 1)


class CalendarDayFactory(DjangoModelFactory[CalendarDay]):
    """A public holiday on the day given."""

    class Meta:
        model = CalendarDay
        django_get_or_create = ("day",)

    day = date(2021, 10, 1)
    is_workday = False
    name = "国庆节"
