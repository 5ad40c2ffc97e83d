"""A client and a consumer of a SENAITE queue server, as the original's are.

    client.py PORTAL KEY

PORTAL is the site's address, such as http://127.0.0.1:8090/senaite, KEY the key that all instances share. The tokens are
made by the public Fernet specification (package cryptography), the calls by requests: nothing here knows LabQueue. Prints
a line for each thing that went as the protocol says, and ends with the line "all well".
"""

import sys
import time
import uuid

import requests
from cryptography.fernet import Fernet

API = "/@@API/senaite/v1/"
TIMEOUT = 10


def say(text):
    print(text, flush=True)


def expect(wish, found):
    if not found:
        sys.exit("not so: " + wish)
    say(wish)


class Instance:
    """What all instances have: an address of their own, and a way to call the server."""

    def __init__(self, portal, key, zeo, user):
        self.portal, self.key, self.zeo, self.user = portal, key, zeo, user

    def token(self):
        text = "%s:%s" % (round(time.time() + 10, 2), self.user)
        return Fernet(self.key).encrypt(text.encode("utf-8")).decode("ascii")

    def call(self, endpoint, **payload):
        """POST with a new connection each; any status from 400 on is an exception."""
        payload["__zeo"] = self.zeo
        headers = {"X-Queue-Auth-Token": self.token()}
        url = self.portal + API + "queue_server/" + endpoint
        answer = requests.post(url, json=payload, headers=headers, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()


class Client(Instance):
    """Keeps a pool of tasks that it syncs by differences."""

    def __init__(self, *args):
        super().__init__(*args)
        self.pool = []

    def sync(self):
        queued = [task["task_uid"] for task in self.pool if task["status"] == "queued"]
        answer = self.call("diff", uids=queued, status=["queued", "running"], complete=True)
        items = [task for task in answer["items"] if task["name"] and task["context_uid"] and task["context_path"]]
        new = [task["task_uid"] for task in items]
        self.pool = [
            task for task in self.pool
            if task["status"] != "running" and task["task_uid"] not in new + answer["stale"]]
        self.pool = sorted(self.pool + items, key=lambda task: task["created"] + 300 * task["priority"])
        return items, answer["stale"]

    def uids(self):
        return [task["task_uid"] for task in self.pool]

    def add(self, name, context_uid, **more):
        task = dict({
            "task_uid": uuid.uuid4().hex, "name": name, "context_uid": context_uid,
            "context_path": "/senaite/worksheets/" + context_uid[:6], "created": time.time(), "priority": 10, "retries": 3,
            "unique": False, "chunk_size": 10, "min_seconds": 3, "max_seconds": 120, "status": None, "error_message": None,
            "username": self.user, "uids": []}, **more)
        self.call("add", **task)
        return task["task_uid"]

    def delete(self, uid):
        try:
            self.call("delete", task_uid=uid)
        except requests.HTTPError as error:
            if error.response.status_code != 404:
                raise

    def get_task(self, uid):
        try:
            return self.call(uid)
        except requests.HTTPError as error:
            if error.response.status_code == 404:
                return None
            raise


class Consumer(Client):
    """Pops, fetches the task by its uid as the process step does, and reports."""

    def pop(self):
        consumer_id = self.zeo.rsplit("/", 1)[0]
        task = self.call("pop", consumer_id=consumer_id)
        self.sync()
        return task if task.get("name") and task.get("context_uid") and task.get("context_path") else None

    def report(self, kind, task, **more):
        return self.call(kind, task_uid=task["task_uid"], consumer_id=self.zeo.rsplit("/", 1)[0], **more)


def add_and_sync(clerk, other):
    first = clerk.add("task_action_submit", "a" * 32, uids=["1" * 32, "2" * 32], action="submit", slots=[1, None, {"a": "ñ"}])
    second = clerk.add("task_action_receive", "b" * 32, unique=True, priority=5)
    third = clerk.add("tarea_ñ", "c" * 32, username="otra_usuaria_ñ")
    items, stale = clerk.sync()
    expect("a client gets the tasks that it lacks", sorted(clerk.uids()) == sorted([first, second, third]) and not stale)
    kept = [task for task in items if task["task_uid"] == first][0]
    expect("unknown fields come back unchanged", kept["slots"] == [1, None, {"a": "ñ"}] and kept["action"] == "submit")
    expect("the address of the caller stays with the task", kept["__zeo"] == clerk.zeo)
    expect("a second sync brings nothing new", clerk.sync() == ([], []))
    twin = clerk.add("task_action_receive", "b" * 32, unique=True)
    expect("a unique twin is left out in silence", clerk.get_task(twin) is None)
    other.sync()
    expect("another client sees the same", sorted(other.uids()) == sorted(clerk.uids()))
    return first, second, third


def consume(consumer, clerk, first, second, third):
    task = consumer.pop()
    expect("the task of the priority list comes first", task and task["task_uid"] == first and task["status"] == "running")
    expect("a consumer that has a task gets no other", consumer.pop() is None)
    expect("the consumer finds it by its uid", consumer.get_task(first)["username"] == clerk.user)
    clerk.sync()
    expect("clients see that it runs", [t["status"] for t in clerk.pool if t["task_uid"] == first] == ["running"])
    expect("done is answered", consumer.report("done", task)["message"] == "Task done: " + first)
    items, stale = clerk.sync()
    expect("what is done is gone", first not in clerk.uids() and clerk.get_task(first) is None)

    task = consumer.pop()
    expect("the next one is the one of the better priority", task["task_uid"] == second)
    answer = consumer.report("fail", task, error_message="HTTPError: 500 Internal Server Error - RuntimeError: böse")
    expect("fail is answered", answer["message"] == "Task failed: " + second and answer["task"]["status"] == "running")
    failed = clerk.get_task(second)
    expect("a failure costs a retry and halves the chunk", (failed["status"], failed["retries"], failed["chunk_size"]) == ("queued", 2, 5))
    expect("its message is kept", failed["error_message"].endswith("böse"))

    task = consumer.pop()
    expect("what failed waits while others go on", task["task_uid"] == third)
    expect("timeout is answered with the uid", consumer.report("timeout", task)["message"] == third)
    expect("a time-out makes the limit grow", clerk.get_task(third)["max_seconds"] == 180)
    try:
        consumer.report("done", task)
        expect("what does not run cannot be done", False)
    except requests.HTTPError as error:
        expect("what does not run cannot be done", error.response.status_code == 412)


def clean_up(clerk, other, second, third):
    for uid in (second, third):
        clerk.delete(uid)
        clerk.delete(uid)
    other.sync()
    expect("what another deleted is stale", other.pool == [])
    expect("nothing is left", clerk.call("tasks", status=["queued", "running", "failed", "ghost"])["count"] == 0)


def refuse(portal, key):
    stranger = Client(portal, Fernet.generate_key(), "http://127.0.0.1:8087/senaite", "clerk")
    try:
        stranger.sync()
        expect("another key opens nothing", False)
    except requests.HTTPError as error:
        expect("another key opens nothing", error.response.status_code == 401 and error.response.json()["success"] is False)


def main(portal, key):
    version = requests.get(portal + API + "version", timeout=TIMEOUT).json()
    expect("everybody may ask for the version", isinstance(version["version"], str))
    clerk = Client(portal, key, "http://127.0.0.1:8088/senaite", "clerk")
    other = Client(portal, key, "http://127.0.0.1:8086/senaite", "manager")
    consumer = Consumer(portal, key, "http://127.0.0.1:8089/senaite", "queue_daemon")
    first, second, third = add_and_sync(clerk, other)
    consume(consumer, clerk, first, second, third)
    clean_up(clerk, other, second, third)
    refuse(portal, key)
    say("all well")


if __name__ == "__main__":
    main(*sys.argv[1:])
