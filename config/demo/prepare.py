"""Brings the demonstration's database up to date in one process, so that a second start is quick."""

import sys

import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0)
call_command("load_reference")
call_command("load_demo")
if "--accounts" in sys.argv:
    call_command("demo_accounts")
