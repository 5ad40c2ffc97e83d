"""A consumer of the original kind: one task at a time, no lease. Python 3 alone is enough.

Usage: python3 classic_consumer.py http://127.0.0.1:8080/senaite USER < password.txt
It ends when nothing waits any more.
"""

import base64
import json
import socket
import sys
import urllib.request


def work(task):
    """Does all of a task. What it raises is reported as the task's error."""
    print(f"{task['name']} as {task['username']}: {len(task['uids'])} objects", flush=True)


class Queue:
    def __init__(self, site, user, password):
        self.api = f"{site}/@@API/senaite/v1/queue_server/"
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.headers = {"Content-Type": "application/json", "Authorization": f"Basic {pair}"}

    def call(self, route, **payload):
        body = json.dumps(payload).encode()
        request = urllib.request.Request(self.api + route, body, self.headers, method="POST")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


def main():
    queue = Queue(sys.argv[1], sys.argv[2], sys.stdin.readline().rstrip("\n"))
    consumer = f"{socket.gethostname()}-classic"  # the same after a restart, another one on each machine
    while True:
        task = queue.call("pop", consumer_id=consumer)
        if "task_uid" not in task:
            return
        report = {"task_uid": task["task_uid"], "consumer_id": consumer}
        try:
            work(task)
        except Exception as error:
            queue.call("fail", error_message=f"{type(error).__name__}: {error}", **report)
        else:
            queue.call("done", **report)


if __name__ == "__main__":
    main()
