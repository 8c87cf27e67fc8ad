#!/bin/sh
# drf-spectacular 0.30.0：操作写了 extend_schema(responses=…)，视图自己的 AutoSchema 子类在
# get_response_serializers 里统一加上的拒绝（如 429）就从这个操作里消失，没有警告。
# 使人意外：写明成功的答复，会悄悄去掉别处统一写明的失败的答复。
# 因此：统一的拒绝须加在 _get_response_bodies（每个操作都经过）里，并用一个测试看住。
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "django==5.2.8" "djangorestframework==3.16.1" "drf-spectacular==0.30.0"
cat > "$folder/refusals.py" <<'PYTHON'
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class One(serializers.Serializer):
    name = serializers.CharField()


class WithRefusals(AutoSchema):
    def get_response_serializers(self):
        return {200: One, 429: OpenApiResponse(description="too many")}
PYTHON
PYTHONPATH="$folder" "$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from django.conf import settings

settings.configure(
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "drf_spectacular"],
    REST_FRAMEWORK={"DEFAULT_SCHEMA_CLASS": "refusals.WithRefusals", "UNAUTHENTICATED_USER": None, "DEFAULT_AUTHENTICATION_CLASSES": []},
)
import django

django.setup()
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from refusals import One
from rest_framework.response import Response
from rest_framework.views import APIView


class Plain(APIView):
    def get(self, request):
        return Response({})


class Declared(APIView):
    @extend_schema(responses=One)
    def get(self, request):
        return Response({})


urlpatterns = [path("plain", Plain.as_view()), path("declared", Declared.as_view())]
found = SchemaGenerator(patterns=urlpatterns).get_schema(request=None, public=True)["paths"]
seen = {name: sorted(one["get"]["responses"]) for name, one in found.items()}
print("drf-spectacular", version("drf-spectacular"), "Django", version("django"))
print("expected by a reader: 429 in both")
print("seen:", seen)
recorded = {"/plain": ["200", "429"], "/declared": ["200"]}
sys.exit(0 if seen == recorded else f"changed since it was recorded: {recorded}")
PYTHON
