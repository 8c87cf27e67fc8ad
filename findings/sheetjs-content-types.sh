#!/bin/sh
# 软件：SheetJS（npm 包 xlsx 0.18.5），对照 openpyxl 3.1.5 写出的同一张表。
# 意外：SheetJS 写的普通 .xlsx 里没有任何 .bin 部件，[Content_Types].xml 却总带着
#       <Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>，另有 vml、data 等
#       用不到的默认类型。按 OPC，默认类型只对实际存在的同扩展名部件有意义；只看这份清单的检查会把它当成启用宏的二进制工作簿拒收。
# 本平台：部件的类型取其 Override，没有才取扩展名的 Default；没有对应部件的 Default 不作数（clusters/workbooks/guard）。
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --no-package-lock xlsx@0.18.5 >/dev/null 2>&1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 2>/dev/null
node -e '
const XLSX = require("xlsx");
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["营业收入（万元）"], [125300.5]]), "数据");
XLSX.writeFile(book, "sheetjs.xlsx");
console.log("SheetJS", XLSX.version);
'
cat > look.py <<'PY'
import re, sys, zipfile

import openpyxl

book = openpyxl.Workbook()
book.active.append(["营业收入（万元）"])
book.active.append([125300.5])
book.save("openpyxl.xlsx")
print("openpyxl", openpyxl.__version__)
seen = {}
for name in ("openpyxl.xlsx", "sheetjs.xlsx"):
    with zipfile.ZipFile(name) as package:
        parts = {part.rpartition(".")[2] for part in package.namelist()}
        types = package.read("[Content_Types].xml").decode()
    defaults = dict(re.findall(r'<Default Extension="([^"]+)" ContentType="([^"]+)"', types))
    seen[name] = {key: value for key, value in defaults.items() if key not in parts and "macroEnabled" in value}
    print(f"  {name}：部件的扩展名 {sorted(parts)}；声明启用宏而没有部件的默认类型 {seen[name] or '无'}")
print("预期：不声明文件里没有的启用宏的类型")
sys.exit(
    seen
    != {
        "openpyxl.xlsx": {},
        "sheetjs.xlsx": {"bin": "application/vnd.ms-excel.sheet.binary.macroEnabled.main"},
    }
)
PY
venv/bin/python look.py
