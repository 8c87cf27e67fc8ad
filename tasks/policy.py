"""How tasks behave: late acknowledgement, and failures that the rows in the database already remember."""

DATABASE = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": True}
