import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Instructions of docker/Dockerfile, stage by stage, with lines that go on put together. */
const stages = read('docker/Dockerfile')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .reduce<{ name: string; text: string }[][]>((all, line) => {
    const [, name = '', text = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    return name === 'FROM'
      ? [...all, [{ name, text }]]
      : [...all.slice(0, -1), [...(all.at(-1) ?? []), { name, text }]];
  }, []);
const [build = [], image = []] = stages;
const of = (stage: typeof build, name: string) => stage.filter((one) => one.name === name).map(({ text }) => text);

describe('docker/Dockerfile', () => {
  it('builds in one stage, and runs in another from the same image of one version', () => {
    expect(stages).toHaveLength(2);
    const bases = stages.flatMap((stage) => of(stage, 'FROM').map((text) => text.replace(/ AS \w+$/, '')));
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
  });

  it('runs as a numbered user who is not root, owns the pictures and nothing else', () => {
    expect(of(image, 'USER')).toEqual(['1000:1000']);
    expect(of(image, 'RUN')).toEqual([
      expect.stringMatching(/^mkdir -p (\S+) && chown -R 1000:1000 \/var\/lib\/jishi$/),
    ]);
    expect(of(image, 'COPY').filter((text) => text.includes('--chown'))).toEqual([]);
  });

  it('starts the process itself, which hears SIGTERM, and asks how it is without a shell', () => {
    expect(JSON.parse(of(image, 'CMD')[0] ?? '')).toEqual(expect.arrayContaining(['node', 'dist/server/main.js']));
    const [, command = ''] = / CMD (\[.*\])$/.exec(of(image, 'HEALTHCHECK')[0] ?? '') ?? [];
    expect(JSON.parse(command)).toEqual(expect.arrayContaining(['node', expect.stringContaining('/health/live')]));
    expect(of(image, 'ENTRYPOINT')).toEqual([]);
  });

  it('installs from the lockfile, builds with the Node it has, and leaves tools for development behind', () => {
    const runs = of(build, 'RUN').join(' && ');
    expect(runs).toMatch(/npm ci && rm -rf node_modules\/node-linux-\* .*npm run build && npm prune --omit=dev/);
    expect(of(image, 'COPY').every((text) => text.startsWith('--from=build '))).toBe(true);
  });

  it('is given what it copies, and nothing that it does not', () => {
    const copied = of(build, 'COPY').flatMap((text) => text.split(' ').slice(0, -1));
    const ignored = read('.dockerignore').trim().split('\n');
    expect(ignored[0]).toBe('*');
    const wanted = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(wanted.toSorted()).toEqual(copied.toSorted());
  });

  it('is given all that the build reads: what tsconfig.build.json and nest-cli.json name', () => {
    const copied = of(build, 'COPY').flatMap((text) => text.split(' ').slice(0, -1));
    const compiler = JSON.parse(read('tsconfig.build.json')) as { extends: string; include: readonly string[] };
    const nest = JSON.parse(read('nest-cli.json')) as {
      sourceRoot: string;
      compilerOptions: { tsConfigPath: string; assets: readonly string[] };
    };
    const { tsConfigPath, assets } = nest.compilerOptions;
    const sources = assets.map((asset) => normalize(join(nest.sourceRoot, asset)));
    const wanted = ['package.json', 'nest-cli.json', tsConfigPath, compiler.extends, ...compiler.include, ...sources];
    const isCopied = (path: string) => copied.some((one) => `${normalize(path)}/`.startsWith(`${one}/`));
    expect(compiler.include.length).toBeGreaterThan(0);
    expect(wanted.filter((path) => !isCopied(path))).toEqual([]);
  });

  it('says which version of what it is', () => {
    const labels = of(image, 'LABEL').join(' ');
    for (const name of ['title', 'licenses', 'version', 'revision'])
      expect(labels).toContain(`org.opencontainers.image.${name}=`);
  });

  it('holds no secret', () => {
    expect(read('docker/Dockerfile')).not.toMatch(/PASSWORD|TOKEN|SECRET|KEY/);
  });
});
