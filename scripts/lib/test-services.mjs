import { connect } from 'node:net';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { Refusal, say } from './checkout.mjs';
import { findProgram, freePort, PrivateServer, run } from './private-server.mjs';

const services = [
  {
    name: 'MySQL',
    variable: 'TEST_DATABASE_URL',
    local: 'mysql://root@127.0.0.1:3306',
    hint: 'install mariadb-server',
    answers: async (url) => {
      const { createConnection } = await import('mysql2/promise');
      const connection = await createConnection({ uri: url, connectTimeout: 3000 });
      await connection.query('SELECT 1');
      await connection.end();
    },
    startPrivately: startMariadb,
  },
  {
    name: 'Redis',
    variable: 'TEST_REDIS_URL',
    local: 'redis://127.0.0.1:6379',
    hint: 'install redis-server',
    answers: async (url) => {
      const { createClient } = await import('redis');
      const client = createClient({ url, socket: { connectTimeout: 3000, reconnectStrategy: false } });
      client.on('error', () => {});
      await client.connect();
      await client.ping();
      client.destroy();
    },
    startPrivately: startRedis,
  },
  {
    name: 'RabbitMQ',
    variable: 'TEST_AMQP_URL',
    local: 'amqp://guest:guest@127.0.0.1:5672',
    hint: 'install rabbitmq-server',
    answers: greetAmqp,
    startPrivately: startRabbitmq,
  },
];

/**
 * Finds each service by its variable, on its standard loopback port, or among the programs on the PATH.
 * With CI=true a service that is missing is an error; without, its suites are skipped.
 */
export async function findTestServices() {
  const found = { env: {}, servers: [] };
  try {
    for (const service of services) await find(service, found);
  } catch (error) {
    await stopAll(found.servers);
    throw error;
  }
  return { env: found.env, stop: () => stopAll(found.servers) };
}

const stopAll = (servers) => Promise.all(servers.map((server) => server.stop()));

async function find({ name, variable, local, hint, answers, startPrivately }, { env, servers }) {
  const problem = (url) =>
    answers(url).then(
      () => null,
      (error) => error.message || String(error.code ?? error),
    );
  const given = process.env[variable];
  if (given) {
    const reason = await problem(given);
    if (reason) throw new Refusal(`${name} does not answer at ${variable}: ${reason}. Start it, or unset ${variable}`);
    env[variable] = given;
    return;
  }
  if (!(await problem(local))) {
    env[variable] = local;
    return;
  }
  const server = new PrivateServer();
  servers.push(server);
  const url = await startPrivately(server);
  if (url && (await server.becomes(async () => !(await problem(url))))) {
    say(`${name}: started for these tests at ${url}`);
    env[variable] = url;
    return;
  }
  await server.stop();
  const message = `${name} is MISSING (${local} does not answer, none can be started): set ${variable} or ${hint}`;
  if (process.env.CI === 'true') throw new Refusal(message);
  say(`${message}. ITS SUITES ARE SKIPPED.`);
}

async function startMariadb(server) {
  const daemon = findProgram('mariadbd', '/usr/sbin/mariadbd');
  const install = findProgram('mariadb-install-db');
  if (!daemon || !install) return null;
  const data = join(server.folder, 'data');
  const user = `--user=${userInfo().username}`;
  const common = ['--no-defaults', `--datadir=${data}`, user];
  if (!run(install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'])) return null;
  const port = await freePort();
  const socket = `--socket=${join(server.folder, 'socket')}`;
  server.start(daemon, [...common, socket, '--bind-address=127.0.0.1', `--port=${port}`]);
  return `mysql://root@127.0.0.1:${port}`;
}

async function startRedis(server) {
  const daemon = findProgram('redis-server');
  if (!daemon) return null;
  const port = await freePort();
  server.start(daemon, ['--bind', '127.0.0.1', '--port', `${port}`, '--save', '', '--dir', server.folder]);
  return `redis://127.0.0.1:${port}`;
}

async function startRabbitmq(server) {
  // Debian's wrapper on the PATH insists on a user and folders of its own.
  const daemon = findProgram('/usr/lib/rabbitmq/bin/rabbitmq-server', 'rabbitmq-server');
  if (!daemon) return null;
  const port = await freePort();
  const nameServer = `${await freePort()}`;
  server.afterwards = () => run('epmd', ['-port', nameServer, '-kill']);
  server.start(daemon, [], {
    HOME: server.folder,
    ERL_EPMD_PORT: nameServer,
    ERL_EPMD_RELAXED_COMMAND_CHECK: '1',
    RABBITMQ_NODENAME: `jishi-test-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: `${port}`,
    RABBITMQ_DIST_PORT: `${await freePort()}`,
    RABBITMQ_MNESIA_BASE: server.folder,
    RABBITMQ_LOG_BASE: server.folder,
    RABBITMQ_CONFIG_FILE: join(server.folder, 'rabbitmq'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(server.folder, 'plugins'),
    RABBITMQ_GENERATED_CONFIG_DIR: server.folder,
  });
  return `amqp://guest:guest@127.0.0.1:${port}`;
}

/** An AMQP server answers the protocol header with a method frame (type 1); an HTTP server or a silent one does not. */
function greetAmqp(url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || 5672), hostname, () => socket.write('AMQP\0\0\x09\x01', 'latin1'));
    socket.setTimeout(3000, () => socket.destroy(new Error('no answer within 3 s')));
    socket.once('data', (data) => {
      socket.destroy();
      if (data[0] === 1) resolve();
      else reject(new Error('what listens there does not speak AMQP 0-9-1'));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed the connection')));
  });
}
