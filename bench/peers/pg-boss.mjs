// pg-boss. batched: its fetch and complete in two loops, a thousand tasks a call, since its own loop sleeps after each batch.
// work: its own loop, four times, a thousand a batch, polling as often as it may.
import PgBoss from "pg-boss";
import pg from "pg";
import { setTimeout as pause } from "node:timers/promises";
import { lists, payload } from "./tasks.mjs";

const queue = "noop";

export async function prepare(connection) {
  const boss = await open(connection);
  await boss.stop({ graceful: false });
}

export async function fill(connection, count) {
  const boss = await open(connection);
  for (const numbers of lists(count)) {
    await boss.insert(numbers.map((number) => ({ name: queue, data: payload(number) })));
  }
  await boss.stop({ graceful: false });
}

export async function drain(connection, setting, count, onTask) {
  const boss = await open(connection);
  let handled = 0;
  const handle = (jobs) => jobs.forEach((job) => (onTask(job.data.number), handled++));
  if (setting === "work") {
    for (let loop = 0; loop < 4; loop++) {
      await boss.work(queue, { batchSize: 1000, pollingIntervalSeconds: 0.5 }, async (jobs) => handle(jobs));
    }
    while (handled < count || (await left(connection)) > 0) {
      await pause(5);
    }
  } else {
    await Promise.all([1, 2].map(async () => {
      for (let jobs; (jobs = await boss.fetch(queue, { batchSize: 1000 })).length > 0; ) {
        handle(jobs);
        await boss.complete(queue, jobs.map((job) => job.id));
      }
    }));
  }
}

export async function work(connection, setting, onTask) {
  const boss = await open(connection);
  const handle = (jobs) => jobs.forEach((job) => onTask(job.data.number));
  if (setting === "work") {
    for (let loop = 0; loop < 4; loop++) {
      await boss.work(queue, { batchSize: 1000, pollingIntervalSeconds: 0.5 }, async (jobs) => handle(jobs));
    }
    return () => boss.stop({ graceful: true, wait: true });
  }
  let stopped = false;
  const loops = [1, 2].map(async () => {
    while (!stopped) {
      const jobs = await boss.fetch(queue, { batchSize: 1000 });
      handle(jobs);
      await (jobs.length > 0 ? boss.complete(queue, jobs.map((job) => job.id)) : pause(5));
    }
  });
  return async () => {
    stopped = true;
    await Promise.all(loops);
  };
}

export async function serve(connection, _setting, onTask) {
  const boss = await open(connection);
  void (async () => {
    for (;;) {
      const jobs = await boss.fetch(queue, { batchSize: 1 });
      for (const job of jobs) {
        onTask(job.data.number);
        await boss.complete(queue, job.id);
      }
      await pause(jobs.length > 0 ? 0 : 5);
    }
  })();
}

export async function adder(connection) {
  const boss = await open(connection);
  return (number) => boss.send(queue, payload(number));
}

export async function listAdder(connection) {
  const boss = await open(connection);
  return (numbers) => boss.insert(numbers.map((number) => ({ name: queue, data: payload(number) })));
}

export async function left(connectionString) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query("select count(*) as left from pgboss.job where name = $1 and state <> 'completed'", [queue]);
  await client.end();
  return rows[0].left;
}

async function open(connectionString) {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: 20 });
  boss.on("error", (error) => process.stderr.write(`${error}\n`));
  await boss.start();
  await boss.createQueue(queue).catch(() => {});
  return boss;
}
