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

async function load({ requests, perSecond, seconds, connections }) {
  const pool = new Pool(requests[0].url, { connections });
  const counts = { sent: 0, answered: 0, shed: 0, wrong: [] };
  const latencies = [];
  const underWay = new Set();
  const start = performance.now();
  while (performance.now() < start + seconds * 1000) {
    const due = Math.floor(((performance.now() - start) * perSecond) / 1000);
    while (counts.sent < due) {
      const meant = start + (counts.sent * 1000) / perSecond;
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
