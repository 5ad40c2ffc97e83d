// Runs another queue for the benchmark, in a process of its own:
//   node peer.mjs SYSTEM COMMAND COUNT CONNECTION [SETTING]
// fill: adds COUNT tasks. drain: says "ready", waits for a line, works COUNT tasks off, says how long that took, how many
// different ones it handled, and how many are left. serve: works until it is stopped, and says when each task starts.
// add: adds COUNT tasks one at a time with pauses, and says when. Times are nanoseconds of the machine's monotonic clock.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const [system, command, countText, connection, setting = "default"] = process.argv.slice(2);
const peer = await import(`./${system}.mjs`);
const count = Number(countText);
const now = () => process.hrtime.bigint();
const say = (...words) => process.stdout.write(`${words.join(" ")}\n`);

switch (command) {
  case "fill":
    await peer.fill(connection, count);
    say("filled");
    break;
  case "drain": {
    await peer.prepare(connection);
    say("ready");
    await once(createInterface({ input: process.stdin }), "line");
    const handled = new Set();
    const started = now();
    await peer.drain(connection, setting, count, (number) => handled.add(number));
    const elapsed = now() - started;
    say("done", elapsed, handled.size, await peer.left(connection));
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
