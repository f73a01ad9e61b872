import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyReply } from 'fastify';
import { NotThere } from './refusals.js';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
const HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
/** No dot at the beginning of a name: nothing leads out of the folder. */
const NAME = /^(?:[\w-]+\/)*[\w-][\w.-]*\.([a-z\d]+)$/;

/** The mini-program client, as the build compiles it: modules that a browser takes as they are. */
const CLIENT = /^client\//;

/** A file of the page, from plain files that lie beside this one, in the sources and in what is built of them. @throws NotThere */
export async function sendPage(name: string, reply: FastifyReply): Promise<FastifyReply> {
  const type = TYPES[NAME.exec(name)?.[1] ?? ''];
  if (type === undefined) throw new NotThere();
  const path = CLIENT.test(name) ? name.replace(CLIENT, '../../clients/mini-program/src/') : `./page/${name}`;
  const file = await readFile(fileURLToPath(new URL(path, import.meta.url))).catch(() => null);
  if (file === null) throw new NotThere();
  return reply.headers(HEADERS).type(type).send(file);
}
