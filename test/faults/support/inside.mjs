// Runs inside the server, before it: `node --import …/inside.mjs dist/src/main.js`. It patches the built classes from
// outside, so that what is built knows nothing of faults; the test that started the process commands it over IPC.
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { currentActivity } from '../../../dist/libs/platform/src/activity/index.js';
import { EventBus } from '../../../dist/libs/platform/src/events/event-bus.js';
import { Transport } from '../../../dist/libs/wechat/src/transport.js';

if ((process.env.NODE_ENV || 'production') === 'production') {
  console.error('faults are for tests: refused with NODE_ENV=production');
  process.exit(1);
}

/** @type {import('./failpoints.js').Failpoint[]} */
let armed = [];

/** Does what is armed for this place, at the hit it is armed for. */
async function at(place, what) {
  const failpoint = armed.find((one) => one.place === place && (one.of === undefined || one.of === what));
  if (!failpoint || --failpoint.hit > 0) return;
  armed = armed.filter((one) => one !== failpoint);
  // Synchronously: a killed process writes nothing more.
  writeSync(2, `failpoint ${failpoint.action} ${place} ${what}\n`);
  if (failpoint.action === 'kill') process.kill(process.pid, 'SIGKILL');
  if (failpoint.action === 'delay') await pause(failpoint.milliseconds);
  if (failpoint.action === 'throw') throw new Error(`failpoint ${place} ${what}`);
}

/** Replaces a method; one that is gone stops the process, or the tests would pass without their faults. */
function patch(owner, name, patched) {
  const original = owner[name];
  if (typeof original !== 'function') throw new Error(`failpoints: there is no ${name} to patch any more`);
  owner[name] = function (...args) {
    return patched(this, (...given) => original.apply(this, given), args);
  };
}

const purpose = () => currentActivity()?.purpose ?? 'start-up';

patch(DataSource.prototype, 'createQueryRunner', (_, create, args) => {
  const runner = create(...args);
  patch(runner, 'commitTransaction', async (_runner, commit) => {
    await at('before-commit', purpose());
    await commit();
    await at('after-commit', purpose());
  });
  return runner;
});

patch(Transport.prototype, 'send', async (_, send, args) => {
  const [operation] = args;
  await at('before-call', operation);
  const answer = await send(...args);
  await at('after-call', operation);
  return answer;
});

patch(EventBus.prototype, 'deliver', async (_, deliver, [stored]) => {
  await at('before-publish', stored.event.type);
  await deliver(stored);
  await at('after-publish', stored.event.type);
});

// The wall clock of everything in this process, as if somebody had set the machine's. Timers are monotonic and stay.
let ahead = 0;
const { now } = Date;
Date.now = () => now() + ahead;
globalThis.Date = new Proxy(Date, {
  construct: (RealDate, args, target) => Reflect.construct(RealDate, args.length === 0 ? [Date.now()] : args, target),
});

process.on('message', (command) => {
  if (command.failpoints) armed = command.failpoints;
  if (command.ahead !== undefined) ahead = command.ahead;
  process.send({ done: command.number });
});
process.channel?.unref();
