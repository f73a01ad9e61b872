import { Logger } from '@nestjs/common';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { withDeadline } from '#platform/resilience';
import { NoRedis, RedisConnection } from './redis-connection.js';
import { openCache, PATIENCE } from './testing/open-cache.js';
import { PrivateRedis, redisServerIsInstalled } from './testing/private-redis.js';
import { describeIf } from './testing/test-redis.js';
import { until } from './testing/until.js';

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  jest.spyOn(Logger.prototype, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => void lines.push(String(line)));
});
afterEach(() => jest.restoreAllMocks());

describe('RedisConnection', () => {
  it('is off where none is configured', async () => {
    const redis = new RedisConnection([]);
    await redis.onModuleInit();
    expect(redis.state).toBe('off');
    expect(await redis.ping()).toBe(false);
    await expect(redis.run((client) => client.get('a'))).rejects.toThrow(NoRedis);
    await redis.onApplicationShutdown();
  });

  it('is degraded, and neither throws nor logs more than once, where nothing listens', async () => {
    const redis = new RedisConnection(['redis://user:pa55word@127.0.0.1:1/3']);
    await redis.onModuleInit();
    await until(() => lines.length > 0);
    for (let i = 0; i < 20; i += 1) await expect(redis.run((client) => client.get('a'))).rejects.toThrow();
    const began = performance.now();
    await until(() => performance.now() - began > 1_000);
    expect(redis.state).toBe('degraded');
    expect(lines).toEqual([expect.stringContaining('127.0.0.1:1 does not answer, going on without it: ')]);
    expect(lines.join()).not.toMatch(/pa55word|user/);
    await redis.onApplicationShutdown();
  });
});

describe('RedisConnection to a server that accepts and says nothing', () => {
  let blackHole: Server;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    blackHole = createServer((socket) => {
      sockets.add(socket.resume().on('close', () => sockets.delete(socket)));
    });
    await once(blackHole.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    blackHole.close();
    for (const socket of sockets) socket.destroy();
  });

  it('gives up a silent connection, tries another, and leaves none behind', async () => {
    const { port } = blackHole.address() as { port: number };
    let accepted = 0;
    blackHole.on('connection', () => (accepted += 1));
    const redis = new RedisConnection([`redis://127.0.0.1:${port}`]);
    await redis.onModuleInit();
    await until(() => accepted === 2);
    await until(() => sockets.size === 1);
    expect(await withDeadline(redis.ping(), PATIENCE)).toBe(false);
    await withDeadline(redis.onApplicationShutdown(), PATIENCE);
    await until(() => sockets.size === 0);
  });
});

describeIf(redisServerIsInstalled, 'redis-server')('RedisConnection to a server', () => {
  let server: PrivateRedis;
  afterEach(() => server.remove());

  it('logs one line per change of state, and no password', async () => {
    server = await PrivateRedis.start();
    const { redis, close } = await openCache([server.url.replace('//', '//default:pa55word@')]);
    expect(await redis.ping()).toBe(true);
    await server.kill();
    await until(() => redis.state === 'degraded');
    await server.restart();
    await until(() => redis.state === 'up');
    await close();
    const host = `127.0.0.1:${server.port}`;
    expect(lines).toEqual([`${host} answers`, expect.stringMatching(`^${host} does not answer`), `${host} answers`]);
    expect(lines.join()).not.toContain('pa55word');
  });

  it('becomes up when a server that was not there at the start appears', async () => {
    server = await PrivateRedis.start();
    await server.kill();
    const redis = new RedisConnection([server.url]);
    await redis.onModuleInit();
    await until(() => redis.state === 'degraded' && lines.length > 0);
    await server.restart();
    await until(() => redis.state === 'up');
    await redis.onApplicationShutdown();
  });

  it('shuts down in time while the server is frozen, and closes its connection', async () => {
    server = await PrivateRedis.start();
    const { redis, close } = await openCache([server.url]);
    server.freeze();
    await withDeadline(close(), PATIENCE);
    await expect(redis.run((client) => client.get('a'))).rejects.toThrow(NoRedis);
    server.thaw();
    await until(async () => /connected_clients:1\r/.test(String(await server.command('INFO', 'clients'))));
  });
});
