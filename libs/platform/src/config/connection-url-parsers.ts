import type { Config, MysqlDatabase } from './config.js';
import { listOf, type Parser } from './parser.js';

type Database = Config['database']['primary'];

/** The password inside a connection URL, percent-decoded; empty where there is none. */
export const passwordIn = (url: string): string => decodeURIComponent(new URL(url).password);

/** Query parameters are refused, not ignored: someone who writes `?ssl=true` relies on it. */
function mysqlDatabase(text: string): MysqlDatabase | undefined {
  const url = new URL(text);
  const [, name = ''] = /^\/([^/]+)$/.exec(url.pathname) ?? [];
  if (url.protocol !== 'mysql:' || !url.hostname || !url.username || !name || url.search || url.hash) return undefined;
  return {
    kind: 'mysql',
    host: decodeURIComponent(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: passwordIn(text),
    name: decodeURIComponent(name),
  };
}

/** `sqlite://…` is refused: its first path segment would be taken for a host by some and for a folder by others. */
function sqliteDatabase(text: string): Database | undefined {
  const [, path] = /^sqlite:(?!\/\/)(.+)$/.exec(text) ?? [];
  return path ? { kind: 'sqlite', path } : undefined;
}

const mysqlForm = 'mysql://user:password@host:3306/database (percent-encoded, no query)';

export const databaseUrl: Parser<Database> = {
  expected: `${mysqlForm}, sqlite:PATH or sqlite::memory:`,
  parse: (text) => (text.startsWith('sqlite:') ? sqliteDatabase(text) : mysqlDatabase(text)),
};

export const mysqlUrls: Parser<MysqlDatabase[]> = listOf({ expected: mysqlForm, parse: mysqlDatabase });

const connectionUrl = (expected: string, protocols: readonly string[], path: RegExp): Parser<string> => ({
  expected,
  parse: (text) => {
    const url = new URL(text);
    decodeURIComponent(url.username + url.password);
    const plain = url.hostname && !url.hash && protocols.includes(url.protocol) && path.test(url.pathname);
    return plain ? text : undefined;
  },
});

const redisUrl = connectionUrl('redis://host:6379/0 or rediss://…', ['redis:', 'rediss:'], /^\/?\d{0,4}$/);
const redisNodes = listOf(redisUrl);

/** A Redis Cluster has database 0 only. */
export const redisUrls: Parser<string[]> = {
  expected: `${redisNodes.expected} (a cluster, which has database 0 only)`,
  parse: (text) => {
    const urls = redisNodes.parse(text);
    return urls && (urls.length === 1 || urls.every((url) => /^\/?0?$/.test(new URL(url).pathname))) ? urls : undefined;
  },
};

const anyAmqpUrl = connectionUrl(
  'amqp://user:password@host:5672/vhost or amqps://… (percent-encoded, no query)',
  ['amqp:', 'amqps:'],
  /^(\/[^/]*)?$/,
);

export const amqpUrl: Parser<string> = {
  expected: anyAmqpUrl.expected,
  parse: (text) => (new URL(text).search ? undefined : anyAmqpUrl.parse(text)),
};
