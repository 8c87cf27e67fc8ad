#!/bin/sh
# django-import-export 4.4.3（Django 5.2.8）：整数列读到 3.7 得 3，是/否列读到“是”得 False，都不报错。
# 使人意外：两处都没有警告；表格里的小数被截去，中文的“是”成了“否”。
# 因此：用它导入之前须换掉这两个控件，按单元格检查，读不懂的报出所在的格。
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "django==5.2.8" "django-import-export==4.4.3"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from django.conf import settings

settings.configure()
import django

django.setup()
from import_export.widgets import BooleanWidget, IntegerWidget

seen = (IntegerWidget().clean(3.7), IntegerWidget().clean("3.7"), BooleanWidget().clean("是"))
print("django-import-export", version("django-import-export"), "Django", version("django"))
print("expected by a reader: a refusal for 3.7, True or a refusal for 是")
print("seen:", seen)
recorded = (3, 3, False)
sys.exit(0 if seen == recorded else f"changed since it was recorded: {recorded}")
PYTHON
