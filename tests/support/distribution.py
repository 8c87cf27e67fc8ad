"""Programs that come from the distribution and not from a wheel: installed for the tests where that is allowed."""

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Install packages with apt, as root; elsewhere, and when it fails, nothing happens: look for the program after."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*apt, *command], env=environment, check=False, stdout=subprocess.DEVNULL)
