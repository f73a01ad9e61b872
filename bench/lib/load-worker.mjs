import { randomUUID } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { Client } from 'undici';
import { percentile } from './measure.mjs';

parentPort.on('message', (order) => {
  load(order).then(
    (measured) => parentPort.postMessage(measured),
    (error) => parentPort.postMessage({ problem: error.message }),
  );
});

async function load({ requests, connections, roundMs }) {
  const latencies = [];
  let turn = 0;
  const start = performance.now();
  const end = start + roundMs;
  const connection = async () => {
    const client = new Client(requests[0].url);
    try {
      while (performance.now() < end) {
        const sent = performance.now();
        await send(client, requests[turn++ % requests.length]);
        latencies.push(performance.now() - sent);
      }
    } finally {
      await client.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - start) / 1000;
  return {
    requests: latencies.length,
    perSecond: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

async function send(client, { method, path, body, headers, keyed }) {
  const answer = await client.request({
    method,
    path,
    headers: {
      ...headers,
      ...(body && { 'content-type': 'application/json' }),
      ...(keyed && { 'idempotency-key': randomUUID() }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
}
