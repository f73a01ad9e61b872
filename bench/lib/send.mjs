import { randomUUID } from 'node:crypto';

/** Sends one of `shop.request(…)` through an undici client or pool; answers `{ status, headers, text }`. */
export async function send(client, { method, path, body, headers, keyed }) {
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
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}
