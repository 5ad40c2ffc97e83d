"""A consumer with leases: works in chunks, sends heartbeats, reports and takes in one call. Python 3 alone is enough.

Usage: python3 leased_consumer.py http://127.0.0.1:8080/senaite USER [--until-empty] < password.txt
It works until it gets SIGTERM or Ctrl+C; the chunk in hand is finished and reported first.
"""

import base64
import json
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

LEASE = 15  # seconds without a heartbeat after which the server gives the task to another consumer
WAIT = 20  # seconds that the server may hold back its answer until there is work


def work(task, uid):
    """Handles one object, as the user task["username"], and tells how it went: done, refused, failed or skipped.

    It may be called again for an object that it has handled already: after a crash between here and the report.
    """
    return "done", None


class Queue:
    def __init__(self, site, user, password):
        self.api = f"{site}/@@API/senaite/v1/queue_server/"
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.headers = {"Content-Type": "application/json", "Authorization": f"Basic {pair}"}

    def call(self, route, **payload):
        body = json.dumps(payload).encode()
        request = urllib.request.Request(self.api + route, body, self.headers, method="POST")
        with urllib.request.urlopen(request, timeout=WAIT + 10) as answer:
            return json.load(answer)

    def call_until_answered(self, route, **payload):
        """Sends the same again while the server cannot be reached, or says that it cannot work just now."""
        while True:
            try:
                return self.call(route, **payload)
            except urllib.error.HTTPError as refusal:
                if refusal.code not in (429, 502, 503, 504, 507):
                    raise
                print(f"{route}: {refusal}", file=sys.stderr)
            except (urllib.error.URLError, OSError) as silence:
                print(f"{route}: {silence}", file=sys.stderr)
            time.sleep(2)


class Consumer:
    def __init__(self, queue):
        self.queue = queue
        self.id = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:6]}"
        self.stopping = False
        self.held = None  # the task in hand, for the heartbeat
        self.must_stop = False  # the server says so: it was cancelled, took too long, or is another's by now

    def run(self, until_empty):
        threading.Thread(target=self.beat, daemon=True).start()
        reports = []
        while not self.stopping:
            tasks = self.take(reports, 0 if until_empty else WAIT)
            reports = [self.handle(task) for task in tasks]
            if until_empty and not tasks:
                return
        for report in reports:
            self.send(report)

    def take(self, reports, wait):
        """Reports on the chunk before and takes the next one, in one call and one write to the server's disk."""
        answer = self.queue.call_until_answered(
            "pop",
            consumer_id=self.id,
            request_id=uuid.uuid4().hex,  # should the answer get lost, the same tasks come again
            reports=reports,
            count=1,
            wait=wait,
            lease=LEASE,
        )
        for reported in answer.get("reported", []):
            print(f"{reported['task_uid']}: {reported['kind']} {reported['outcome']}", flush=True)
        return answer["items"]

    def send(self, report):
        """Sends a report alone: the routes are called like the kinds of report."""
        kind = report.pop("kind")
        try:
            self.queue.call_until_answered(kind, **report)
        except urllib.error.HTTPError as refusal:
            print(f"{report['task_uid']}: {kind} {refusal}", file=sys.stderr)

    def handle(self, task):
        """Works on one chunk and makes the report on it."""
        report = {"task_uid": task["task_uid"], "fence": task["fence"]}
        if self.stopping:
            return {**report, "kind": "release"}

        self.must_stop, self.held = False, dict(report)
        begun, processed, error = time.monotonic(), [], None
        try:
            for uid in task["uids"][: task["chunk_size"] or None]:
                if self.must_stop or time.monotonic() - begun > task["max_seconds"]:
                    break
                outcome, message = work(task, uid)
                processed.append({"uid": uid, "outcome": outcome, "message": message})
            if not task["uids"]:
                work(task, None)
            time.sleep(max(0, task["min_seconds"] - (time.monotonic() - begun)))
        except Exception as failure:
            error = f"{type(failure).__name__}: {failure}"
        finally:
            self.held = None

        if processed:  # the rest comes back as the next chunk, and what went wrong there is met again
            return {**report, "kind": "advance", "processed": processed}
        if error:
            return {**report, "kind": "fail", "error_message": error}
        return {**report, "kind": "timeout" if task["uids"] else "done"}

    def beat(self):
        while True:
            time.sleep(LEASE / 3)
            held = self.held
            if held is None:
                continue
            try:
                answer = self.queue.call("heartbeat", consumer_id=self.id, tasks=[held], lease=LEASE)
                if any(item["stop"] or not item["held"] for item in answer["items"]):
                    self.must_stop = True
            except OSError as silence:  # the next beat tries again; the lease lives for two more
                print(f"heartbeat: {silence}", file=sys.stderr)

    def stop(self, *_):
        self.stopping = True


def main():
    site, user = sys.argv[1:3]
    consumer = Consumer(Queue(site, user, sys.stdin.readline().rstrip("\n")))
    signal.signal(signal.SIGTERM, consumer.stop)
    signal.signal(signal.SIGINT, consumer.stop)
    consumer.run("--until-empty" in sys.argv)


if __name__ == "__main__":
    main()
