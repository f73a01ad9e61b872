import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Config } from '#platform/config';
import { Ending } from './server/ending.js';
import { handler, open } from './function-handler.js';
import { MOST_EVENT_BYTES } from './functions/index.js';
import { lastWords, startUpFailure } from './start-up-failure.js';

/** `handler` behind a port, for platforms that run a container and speak HTTP to it. `GET` answers 200 once it is open. */
try {
  const ending = new Ending();
  const app = await open();
  const server = createServer({ requestTimeout: 15_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  ending.first(async () => {
    await new Promise((resolve) => server.close(resolve));
    await app.close();
  });
  const { http } = app.get(Config, { strict: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(http.port, http.host, resolve);
  });
} catch (error) {
  const reason = startUpFailure(error);
  console.error(reason === null ? lastWords(error) : `the functions cannot start: ${reason}`);
  process.exit(1);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') return void response.end();
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
  const body = await bodyOf(request);
  const method = request.method ?? 'POST';
  const answered = await handler(
    new Request('http://functions/', { method, headers, ...(body.length > 0 && { body }) }),
  );
  response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(await answered.text());
}

/** One that is too large is cut off where that is known. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_EVENT_BYTES) break;
  }
  return Buffer.concat(chunks);
}
