// graphile-worker. default: a claim and a completion commit for each task. batched: its local queue of 500, completions together.
import { Logger, makeWorkerUtils, run, runMigrations } from "graphile-worker";
import pg from "pg";
import { lists, payload } from "./tasks.mjs";

const task = "noop";
const logger = new Logger(() => () => {});

export async function prepare(connectionString) {
  await runMigrations({ connectionString, logger });
}

export async function fill(connectionString, count) {
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  for (const numbers of lists(count)) {
    await utils.addJobs(numbers.map((number) => ({ identifier: task, payload: payload(number) })));
  }
  await utils.release();
}

export async function drain(connectionString, setting, count, onTask) {
  let handled = 0;
  const all = withResolvers();
  const runner = await start(connectionString, setting, (number) => {
    onTask(number);
    if (++handled === count) {
      all.resolve();
    }
  });
  await all.promise;
  await runner.stop();
}

export async function work(connectionString, setting, onTask) {
  const runner = await start(connectionString, setting, onTask);
  return () => runner.stop();
}

export async function serve(connectionString, setting, onTask) {
  await start(connectionString, setting, onTask);
}

export async function adder(connectionString) {
  const utils = await open(connectionString);
  return (number) => utils.addJob(task, payload(number));
}

export async function listAdder(connectionString) {
  const utils = await open(connectionString);
  return (numbers) => utils.addJobs(numbers.map((number) => ({ identifier: task, payload: payload(number) })));
}

export async function left(connectionString) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query("select count(*) as left from graphile_worker._private_jobs");
  await client.end();
  return rows[0].left;
}

async function open(connectionString) {
  const utils = await makeWorkerUtils({ connectionString, logger, maxPoolSize: 20 });
  await utils.migrate();
  return utils;
}

async function start(connectionString, setting, onTask) {
  const concurrentJobs = 24;
  const batched = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };
  return run({
    logger,
    noHandleSignals: true,
    taskList: { [task]: async (job) => onTask(job.number) },
    preset: {
      worker: {
        connectionString,
        concurrentJobs,
        maxPoolSize: concurrentJobs + 2,
        ...(setting === "batched" ? batched : {}),
      },
    },
  });
}

function withResolvers() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
