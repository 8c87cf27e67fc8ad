"""How `make demo` serves: one process on loopback, with the address printed when it answers."""

import os
import socket
import sys
from typing import Any

host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
bind = f"{host}:{port}"
wsgi_app = "config.wsgi:application"
# Threads, not processes: SQLite takes one writer at a time, and an assessment run must not block the other screens.
workers = 1
threads = 8
timeout = 120
control_socket_disable = True
loglevel = "error"


def on_starting(server: Any) -> None:
    """Say so at once where the port is taken, instead of trying again and again."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sys.exit(f"地址 {bind} 已被占用，请换一个端口，例如：make demo PORT={port + 1}")


def when_ready(server: Any) -> None:
    """The line people wait for."""
    print(f"\n门户已就绪：http://{bind}/   （按 Ctrl+C 停止，数据保留；make demo-reset 恢复初始数据）\n", flush=True)
