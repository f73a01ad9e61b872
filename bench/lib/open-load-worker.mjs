import { setTimeout as pause } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { Pool } from 'undici';
import { percentile } from './measure.mjs';
import { send } from './send.mjs';

const TICK_MS = 4;

parentPort.on('message', (order) => {
  load(order).then(
    (measured) => parentPort.postMessage(measured),
    (error) => parentPort.postMessage({ problem: error.message }),
  );
});

/** Each of `rates` (requests a second) for so many seconds, one after the other. */
async function load({ requests, rates, seconds, connections }) {
  const pool = new Pool(requests[0].url, { connections });
  const counts = { sent: 0, answered: 0, shed: 0, wrong: [] };
  const latencies = [];
  const underWay = new Set();
  const began = performance.now();
  let before = 0;
  for (const [step, perSecond] of rates.entries()) {
    const start = began + step * seconds * 1000;
    for (let now = performance.now(); now < start + seconds * 1000; now = performance.now()) {
      const due = Math.floor(before + ((now - start) * perSecond) / 1000);
      while (counts.sent < due) {
        const meant = start + ((counts.sent - before) * 1000) / perSecond;
        const request = requests[counts.sent++ % requests.length];
        const sent = outcomeOf(pool, request).then((outcome) => {
          underWay.delete(sent);
          if (outcome === 'answered') latencies.push(performance.now() - meant);
          if (outcome === 'answered' || outcome === 'shed') counts[outcome]++;
          else counts.wrong.push(outcome);
        });
        underWay.add(sent);
      }
      await pause(TICK_MS);
    }
    before += perSecond * seconds;
  }
  await Promise.all(underWay);
  await pool.destroy();
  const { wrong, ...told } = counts;
  return {
    ...told,
    wrong: wrong.length,
    example: wrong[0] ?? null,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

async function outcomeOf(pool, request) {
  const name = `${request.method} ${request.path}`;
  try {
    const { status, headers, text } = await send(pool, request);
    if (status < 300) return 'answered';
    return status === 503 && headers['retry-after'] ? 'shed' : `${name}: ${status} ${text}`;
  } catch (error) {
    return `${name}: ${error.message}`;
  }
}
