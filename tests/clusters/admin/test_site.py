"""Who enters the admin, what is registered, and that no model is changed field by field."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.test import Client, RequestFactory
from django.urls import reverse

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import head_of
from clusters.enums import ADMIN_SITE_ROLES, Role
from clusters.models import User
from tests.factories import UserFactory

REGISTERED = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
NAMES = [model._meta.label for model, _ in REGISTERED]
OUTSIDERS = sorted(set(Role) - ADMIN_SITE_ROLES)


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(ADMIN_SITE_ROLES))
def test_index_opens_for_the_roles_of_the_workbench(role: str, signed_in_as) -> None:
    answer = signed_in_as(role).get(reverse("admin:index"))
    assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize("name", ("admin:index", "admin:clusters_cluster_changelist", "admin:login"))
def test_admin_answers_403_to_people_without_a_place_in_it(role: str, name: str, signed_in_as) -> None:
    assert signed_in_as(role).get(reverse(name)).status_code == 403


@pytest.mark.django_db
def test_strangers_are_sent_to_the_sign_in_page_of_the_portal(client: Client) -> None:
    answer = client.get(reverse("admin:clusters_cluster_changelist"), follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('login')}?next={reverse('admin:clusters_cluster_changelist')}"


@pytest.mark.django_db
def test_person_disabled_a_moment_ago_is_sent_away(client: Client) -> None:
    user = UserFactory(reviewer=True)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("name", ("password_change", "autocomplete", "view_on_site"))
def test_addresses_nobody_needs_are_not_there(name: str) -> None:
    assert name not in {getattr(entry, "name", None) for entry in admin.site.get_urls()}


def test_only_our_own_models_are_registered() -> None:
    assert {model._meta.app_label for model, _ in REGISTERED} == {"applications", "assessment", "clusters"}


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=NAMES)
@pytest.mark.parametrize("role", Role.values)
def test_no_role_changes_or_deletes_a_record_field_by_field(role: str, model, model_admin) -> None:
    request = RequestFactory().get("/")
    request.user = UserFactory(role=role)
    assert isinstance(model_admin, PortalAdmin)
    assert not model_admin.has_change_permission(request)
    assert not model_admin.has_delete_permission(request)
    assert not model_admin.list_editable
    assert not model_admin.inlines
    assert "delete_selected" not in model_admin.get_actions(request)
    assert model_admin.show_full_result_count is False


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=NAMES)
@pytest.mark.parametrize("role", sorted(ADMIN_SITE_ROLES))
def test_list_opens_for_those_who_may_read_and_answers_403_to_others(
    role: str, model, model_admin, signed_in_as
) -> None:
    client = signed_in_as(role)
    permission = f"{model._meta.app_label}.view_{model._meta.model_name}"
    may_read = UserFactory.build(role=role, district=None).has_perm(permission)
    answer = client.get(reverse(f"admin:{model_admin.address('changelist')}"))
    assert answer.status_code == (200 if may_read else 403)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=NAMES)
@pytest.mark.parametrize("last", ("change", "history", "delete"))
def test_missing_record_and_forbidden_step_answer_404_or_403(last: str, model, model_admin, signed_in_as) -> None:
    for role in sorted(ADMIN_SITE_ROLES):
        answer = signed_in_as(role).get(reverse(f"admin:{model_admin.address(last)}", args=["999999"]))
        assert answer.status_code == 403 if last == "delete" else answer.status_code in (404, 403)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=NAMES)
def test_steps_are_taken_by_post_alone(model, model_admin, signed_in_as) -> None:
    client = signed_in_as(Role.APPROVER)
    # A step with a page of its own shows its form by GET; the form changes nothing before it is sent.
    for step in [step for step in model_admin.steps if not step.on_page]:
        assert client.get(reverse(f"admin:{model_admin.address(step.name)}", args=["1"])).status_code == 405


@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=NAMES)
def test_every_table_says_what_it_holds(model, model_admin) -> None:
    assert model_admin.about


@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=NAMES)
def test_every_column_and_fact_has_a_chinese_name(model, model_admin) -> None:
    """Also the fields at the end of a path, which Django would name by the path."""
    heads = [head_of(model_admin, name) for name in (*model_admin.list_display, *flatten(model_admin.fields or ()))]
    assert not [head for head in heads if head.isascii()]


@pytest.mark.django_db
def test_tables_stand_in_the_order_of_the_work_with_what_they_hold(signed_in_as) -> None:
    client = signed_in_as("reviewer")
    app = next(
        app for app in client.get(reverse("admin:index")).context["app_list"] if app["app_label"] == "assessment"
    )
    names = [table["object_name"] for table in app["models"]]
    assert names[:5] == ["ReportingYear", "Duty", "Submission", "Run", "Assessment"]
    text = client.get(reverse("admin:index")).content.decode()
    assert "区市提交的年度数据：核实或退回" in text
