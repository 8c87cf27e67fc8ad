#!/bin/sh
# pypinyin 0.55.0：逐字取音的结果与原文的字数不一致，名称含拉丁字母时错位；多音字只给词语的一个读音。
# 使人意外：“TBD集聚区”六个字符得到四项（TBD 合为一项）；heteronym=True 对“长乐”只给词典里的一种读法。
# 因此：要按字对齐、要全部读音，只能一个字一个字地问。
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pypinyin==0.55.0"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from pypinyin import Style, lazy_pinyin, pinyin

name = "TBD集聚区"
aligned = lazy_pinyin(name)
word = pinyin("长乐", heteronym=True, style=Style.NORMAL)
alone = [sorted(set(pinyin(char, heteronym=True, style=Style.NORMAL)[0])) for char in "长乐"]
print("pypinyin", version("pypinyin"))
print("expected by a reader: one item a character; every reading with heteronym=True")
print("seen:", len(name), "characters,", aligned)
print("seen:", word, "against, one by one:", alone)
ok = len(aligned) == 4 and all(len(one) == 1 for one in word) and all(len(one) > 1 for one in alone)
sys.exit(0 if ok else "changed since it was recorded")
PYTHON
