"""How production serves: behind the city's TLS proxy, which alone may say who the client is."""

import os

bind = "0.0.0.0:8000"
wsgi_app = "config.wsgi:application"
workers = int(os.environ.get("WEB_WORKERS", "3"))
threads = 4
timeout = 60
graceful_timeout = 30
control_socket_disable = True
# A leak never grows for long; the jitter keeps the workers from restarting together.
max_requests, max_requests_jitter = 2000, 200
worker_tmp_dir = "/dev/shm"
forwarded_allow_ips = os.environ.get("PROXY_ADDRESSES", "127.0.0.1")
accesslog = "-"
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(b)s %(L)s'
