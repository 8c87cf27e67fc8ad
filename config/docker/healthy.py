"""Health check of the web container: /healthz answers 200 to a request for the portal's own host name."""

import os
import sys
from http.client import HTTPConnection

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
connection = HTTPConnection("127.0.0.1", port, timeout=4)
connection.request("GET", "/healthz", headers={"Host": host})
sys.exit(connection.getresponse().status != 200)
