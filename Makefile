# 常用命令：make demo（演示门户）、make test（全部检查与测试）。其余见 make help。
.DEFAULT_GOAL := help
.PHONY: help demo demo-packages demo-reset test properties mutants bench cell-formats format lock vendor screenshots
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
# 演示只用本机的 SQLite，不受调用者环境变量影响。
DEMO := env -u DATABASE_URL -u REDIS_URL DJANGO_SETTINGS_MODULE=config.settings.dev
export PORT ?= 8000
export HOST ?= 127.0.0.1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# $(call install,LOCK): 按锁文件安装（逐个校验哈希）；锁文件未变则不做任何事。
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本"; exit 1; }
	@test -x $(PY) || { echo "创建虚拟环境 $(VENV) …"; $(PYTHON) -m venv $(VENV); }
	@cmp -s $(1) $(VENV)/installed-$(1) || { \
		echo "安装依赖 $(1) …（首次约需一两分钟）" && \
		$(PY) -m pip install -qq --require-hashes -r $(1) && \
		cp $(1) $(VENV)/installed-$(1); }
endef

help: ## 列出命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: demo-packages ## 启动演示门户：http://127.0.0.1:8000（PORT=、HOST= 可改）
	@$(DEMO) $(PY) -m config.demo.prepare --accounts
	@exec $(DEMO) $(PY) -m gunicorn --config config/demo/gunicorn.conf.py

demo-packages:
	$(call install,requirements.txt)
	@mkdir -p var/static

demo-reset: demo-packages ## 删除演示数据，重新生成
	@rm -f var/portal.sqlite3 var/portal.sqlite3-shm var/portal.sqlite3-wal
	@rm -rf var/files
	@$(DEMO) $(PY) -m config.demo.prepare

test: ## 全部检查与测试（PostgreSQL、Redis、Celery、浏览器）
	$(call install,requirements-dev.txt)
	@$(PY) -m tests.support.gate

properties: ## 性质测试：大量随机历史（EXAMPLES= 每条性质的样本数）
	$(call install,requirements-dev.txt)
	@HYPOTHESIS_PROFILE=properties $(PY) -m pytest -n 2 -m properties -o faulthandler_timeout=0 --hypothesis-show-statistics

mutants: ## 变异测试：评判引擎 assessment/rules
	$(call install,requirements-dev.txt)
	@$(PY) -m tests.support.mutants

bench: ## 性能对照（PostgreSQL）
	$(call install,requirements-dev.txt)
	@DJANGO_SETTINGS_MODULE=config.settings.test $(PY) -m tests.support.postgres -- $(PY) -m pytest -o python_files='bench_*.py' tests/benchmarks -s

cell-formats: ## 单元格格式对照（LibreOffice 显示的与平台读到的），写入 docs/cell-formats.md
	$(call install,requirements-dev.txt)
	@$(PY) -m tests.support.cell_formats

format: ## 统一代码格式
	$(call install,requirements-dev.txt)
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format --quiet .

lock: ## 重新锁定依赖（需要 uv）
	@uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
		--custom-compile-command "make lock" --output-file requirements.txt
	@uv pip compile pyproject.toml --extra dev --constraint requirements.txt --universal --python-version 3.11 \
		--generate-hashes --quiet --custom-compile-command "make lock" --output-file requirements-dev.txt

vendor: ## 重新取得 static/vendor（需要 node）
	@$(PYTHON) config/vendor/vendor.py

screenshots: ## 重新拍 README 的截图（docs/screenshots，取自演示数据）
	$(call install,requirements-dev.txt)
	@$(PY) -m tests.support.screenshots
