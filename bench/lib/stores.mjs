import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { createClient } from 'redis';
import { Refusal } from '../../scripts/lib/checkout.mjs';

const MYSQL = 'mysql://root@127.0.0.1:3306';
const REDIS = 'redis://127.0.0.1:6379';
const CONNECT_TIMEOUT_MS = 3_000;
/** Logical databases of a Redis as it is installed, but the first, which is likely to be somebody's. */
const REDIS_DATABASES = Array.from({ length: 15 }, (_, index) => 15 - index);

/**
 * Where to measure: BENCH_DATABASE_URL and BENCH_REDIS_URL, else what listens on the standard loopback ports, else
 * SQLite and memory. `open()` makes a database that is a case's own.
 */
export async function findStores() {
  const mysql = await find('BENCH_DATABASE_URL', MYSQL, mysqlVersion);
  const redis = await find('BENCH_REDIS_URL', REDIS, redisVersion);
  return {
    names: [mysql?.version ?? 'SQLite', redis?.version ?? 'a cache in memory'],
    async open() {
      const { environment, drop } = mysql ? await ownMysql(mysql.url) : ownSqlite();
      return { environment: { ...environment, ...(redis && { REDIS_URL: redis.url }) }, drop };
    },
  };
}

async function find(variable, local, versionOf) {
  const given = process.env[variable];
  try {
    return await versionOf(given || local);
  } catch (error) {
    if (given) throw new Refusal(`${variable}: nothing answers there (${error.code ?? error.message})`);
    return null;
  }
}

async function mysqlVersion(url) {
  const [[{ version }]] = await mysqlQuery(url, 'SELECT VERSION() AS version');
  return { url, version: `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${version.split('-')[0]}` };
}

async function mysqlQuery(uri, sql) {
  const connection = await createConnection({ uri, connectTimeout: CONNECT_TIMEOUT_MS });
  try {
    return await connection.query(sql);
  } finally {
    await connection.end();
  }
}

/** Without a number in its URL: an empty logical database. What is cached there expires by itself. */
async function redisVersion(url) {
  const client = createClient({ url, socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect();
  try {
    const version = `Redis ${/redis_version:(\S+)/.exec(await client.info('server'))?.[1]}`;
    if (new URL(url).pathname.length > 1) return { url, version };
    for (const number of REDIS_DATABASES) {
      await client.select(number);
      if ((await client.dbSize()) === 0) return { url: `${url.replace(/\/$/, '')}/${number}`, version };
    }
    throw new Error('no logical database is empty');
  } finally {
    client.destroy();
  }
}

async function ownMysql(server) {
  const name = `jishi_bench_${randomBytes(6).toString('hex')}`;
  await mysqlQuery(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { environment: { DATABASE_URL: url.href }, drop: () => mysqlQuery(server, `DROP DATABASE ${name}`) };
}

function ownSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-bench-'));
  return {
    environment: { DATABASE_URL: `sqlite:${join(folder, 'shop.sqlite')}` },
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
}
