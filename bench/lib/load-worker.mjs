import { parentPort } from 'node:worker_threads';
import { Client } from 'undici';
import { percentile } from './measure.mjs';
import { send } from './send.mjs';

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
        await succeed(client, requests[turn++ % requests.length]);
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

async function succeed(client, request) {
  const { status, text } = await send(client, request);
  if (status >= 300) throw new Error(`${request.method} ${request.path}: ${status} ${text}`);
}
