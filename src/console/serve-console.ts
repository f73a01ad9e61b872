import cluster from 'node:cluster';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ENVELOPED, type EnvelopeAdapter } from '#platform/http';
import { UNTRACED } from '#platform/tracing';
import { Callers } from './callers.js';
import type { Desk, Surroundings } from './desk.js';
import { NotPossible } from './refusals.js';
import { routes } from './routes.js';

const MOST_WATCHERS = 8;

/** What the console tells is no news of the shop. */
const config = { ...ENVELOPED, ...UNTRACED };

/** `/console` and what is below it: the page, the feed, and the calls of docs/console.md. */
export function serveConsole(around: Omit<Surroundings, 'isSupervised'>): void {
  const adapter = around.app.getHttpAdapter() as EnvelopeAdapter;
  const fastify = adapter.getInstance<FastifyInstance>();
  const callers = new Callers(around.config.console.hosts);
  const admit = (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) => {
    try {
      callers.admit(request);
    } catch (error) {
      return done(error as Error);
    }
    done();
  };
  fastify.addHook('onRequest', ({ id, params }, _reply, done) => {
    around.traces.asks(id, Object.values(params as Record<string, string>));
    done();
  });
  const open = opener({ ...around, isSupervised: cluster.isWorker });
  for (const { method, path, status, answer } of routes) {
    const handler = async (asked: FastifyRequest, reply: FastifyReply) => {
      void reply.header('Cache-Control', 'no-store');
      adapter.reply(reply, await answer(await open(), asked), status);
      return reply;
    };
    fastify.route({ method, url: `/console/${path}`, config, onRequest: admit, handler });
  }
  const page = async (name: string, reply: FastifyReply) => (await import('./page.js')).sendPage(name, reply);
  fastify.get('/console', { config, onRequest: admit }, (_request, reply) => page('index.html', reply));
  fastify.get('/console/', { config, onRequest: admit }, (_request, reply) => reply.redirect('/console'));
  fastify.get<{ Params: { '*': string } }>('/console/page/*', { config, onRequest: admit }, ({ params }, reply) =>
    page(params['*'], reply),
  );
  serveFeed(fastify, around, admit, open);
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

/** It is answered before it counts as a request in flight: it may last for days. */
function serveFeed(
  fastify: FastifyInstance,
  { ring, clock }: Pick<Surroundings, 'ring' | 'clock'>,
  admit: Hook,
  open: () => Promise<Desk>,
): void {
  const watchers = new Set<ServerResponse>();
  const answer: Hook = (request, reply, done) => {
    if (watchers.size >= MOST_WATCHERS)
      return done(new NotPossible({ zh: '打开的页面已经够多了。', en: 'Enough pages are open.' }));
    const { after } = request.query as { after?: string };
    const lastId = request.headers['last-event-id'] ?? after ?? null;
    // Before anything is waited for: who goes away meanwhile must not keep the seat.
    watchers.add(reply.raw);
    reply.raw.once('close', () => watchers.delete(reply.raw));
    Promise.all([import('./stream.js'), open().then((desk) => desk.watch.begin())]).then(
      ([{ stream }]) => {
        reply.hijack();
        if (!watchers.has(reply.raw)) return;
        const facts = { at: clock.now().toISOString(), aheadMs: clock.aheadMs };
        stream(ring, reply.raw, typeof lastId === 'string' ? lastId : null, facts);
      },
      (error: Error) => done(error),
    );
  };
  const never = async () => Promise.reject(new Error('It is answered before'));
  fastify.get('/console/feed', { config, onRequest: [admit, answer], exposeHeadRoute: false }, never);
  fastify.addHook('preClose', (done) => {
    for (const watcher of watchers) watcher.end();
    done();
  });
}

/** Opens the desk for the first who asks. */
function opener(around: Surroundings): () => Promise<Desk> {
  let desk: Promise<Desk> | null = null;
  return () => {
    desk ??= import('./desk.js').then(({ Desk }) => new Desk(around));
    return desk.catch((error: unknown) => {
      desk = null;
      throw error;
    });
  };
}
