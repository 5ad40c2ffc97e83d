// Runs another queue for the benchmark, in a process of its own:
//   node peer.mjs SYSTEM COMMAND COUNT CONNECTION [SETTING]
// fill: adds COUNT tasks. drain: says "ready", waits for a line, works COUNT tasks off, says how long that took, how many
// different ones it handled, and how many are left. serve: works until it is stopped, and says when each task starts.
// add: adds COUNT tasks one at a time with pauses, and says when. adds:N, lists:N: says "ready", waits for a line, adds COUNT tasks
// by N callers at once, one or a hundred a call, and says how long that took. work: says "ready", waits for a line, works until
// the next line, and says meanwhile how many it has handled. Times are nanoseconds of the machine's monotonic clock.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const [system, commandText, countText, connection, setting = "default"] = process.argv.slice(2);
const [command, callers] = commandText.split(":");
const peer = await import(`./${system}.mjs`);
const count = Number(countText);
const now = () => process.hrtime.bigint();
const say = (...words) => process.stdout.write(`${words.join(" ")}\n`);
const lines = createInterface({ input: process.stdin });

switch (command) {
  case "fill":
    await peer.fill(connection, count);
    say("filled");
    break;
  case "drain": {
    await peer.prepare(connection);
    say("ready");
    await once(lines, "line");
    const handled = new Set();
    const started = now();
    await peer.drain(connection, setting, count, (number) => handled.add(number));
    const elapsed = now() - started;
    say("done", elapsed, handled.size, await peer.left(connection));
    break;
  }
  case "work": {
    await peer.prepare(connection);
    say("ready");
    await once(lines, "line");
    say("begun", now());
    let handled = 0;
    const stop = await peer.work(connection, setting, () => handled++);
    const teller = setInterval(() => say("handled", handled), 20);
    await once(lines, "line");
    clearInterval(teller);
    await stop();
    say("done", now(), await peer.left(connection));
    break;
  }
  case "adds":
  case "lists": {
    const size = command === "lists" ? 100 : 1;
    const add = size > 1 ? await peer.listAdder(connection) : await peer.adder(connection);
    say("ready");
    await once(lines, "line");
    const started = now();
    let next = 1;
    await Promise.all(Array.from({ length: Number(callers) }, async () => {
      while (next <= count) {
        const first = next;
        next += size;
        await add(size > 1 ? Array.from({ length: size }, (_, i) => first + i) : first);
      }
    }));
    say("done", now() - started);
    break;
  }
  case "serve":
    await peer.serve(connection, setting, (number) => say("start", number, now()));
    say("ready");
    await new Promise(() => {});
    break;
  case "add": {
    const add = await peer.adder(connection);
    say("ready");
    for (let number = 1; number <= count; number++) {
      await pause(20 + Math.random() * 30);
      say("add", number, now());
      await add(number);
    }
    say("added");
    break;
  }
  default:
    throw new Error(`unknown command ${command}`);
}
process.exit(0);
