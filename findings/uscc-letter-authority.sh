#!/bin/sh
# 软件：python-stdnum 2.2 的 stdnum.cn.uscc（统一社会信用代码）。
# 意外：GB 32100-2015 第 1 位（登记管理部门）可以是字母：Y 其他；后来的代码表还有 A（军队）、N（农业农村：组、村、乡镇集体经济
#       组织）。stdnum 要求前 8 位全是数字，所以把这些单位的有效代码都判为格式错误。反过来，第 9—17 位主体标识码自己的
#       校验码（GB 11714）它不查：主体标识码错而末位校验码按错的算出来时，判为有效。
# 本平台：村集体经济组织会是集聚区的运营单位或入驻单位；企业名单建成时按标准自己的字母表和两个校验码检查，不用这个库。
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-stdnum==2.2
cat > "$folder/codes.py" <<'PY'
import sys

import stdnum
from stdnum.cn import uscc

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def organisation(body: str) -> str:
    """GB 11714: eight characters and their check character, modulo 11."""
    total = sum(LETTERS.index(one) * weight for one, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2)))
    return body + "0123456789X0"[(11 - total % 11) % 11]


def code(head: str, subject: str) -> str:
    """GB 32100-2015: seventeen characters and their check character, modulo 31 with the weights 3^i."""
    total = sum(ALPHABET.index(one) * pow(3, i, 31) for i, one in enumerate(head + subject))
    return head + subject + ALPHABET[-total % 31]


right = organisation("MA3TEST0".replace("S", "5"))
wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
cases = {
    "9 市场监管：企业": (code("91370202", right), True),
    "Y 其他": (code("Y1370202", right), True),
    "N 农业农村：村级集体经济组织": (code("N2370215", right), True),
    "主体标识码的校验码有误": (code("91370202", wrong), False),
}
print("python-stdnum", stdnum.__version__)
seen = []
for what, (number, expected) in cases.items():
    answer = uscc.is_valid(number)
    print(f"  {number} {what}：预期 {expected}，看到 {answer}")
    seen.append(answer)
sys.exit(seen != [True, False, False, True])
PY
"$folder/venv/bin/python" "$folder/codes.py"
