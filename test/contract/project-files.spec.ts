import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const json = (path: string) => JSON.parse(read(path)) as Record<string, unknown>;
const scripts = json('package.json')['scripts'] as Record<string, string>;
const filesIn = (folder: string) => readdirSync(join(root, folder)).map((file) => join(folder, file));
const files = ['.vscode', '.devcontainer', '.github', '.github/ISSUE_TEMPLATE', '.github/workflows']
  .flatMap(filesIn)
  .filter((file) => /\.(json|ya?ml|md)$/.test(file));

interface Launch {
  readonly name: string;
  readonly program?: string;
  readonly runtimeArgs?: readonly string[];
}

describe('files for editors, containers and the forge', () => {
  it.each(files)('%s names only npm commands that exist', (file) => {
    const named = [...read(file).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, a, b]) => a ?? b ?? '');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.each(files.filter((file) => file.endsWith('.json')))('%s is JSON', (file) => {
    expect(() => json(file)).not.toThrow();
  });

  it.each(files.filter((file) => /\.ya?ml$/.test(file)))('%s is indented by spaces, two at a time', (file) => {
    expect(read(file)).not.toMatch(/\t/);
    expect(read(file)).not.toMatch(/^(?: {2})* (?! )\S/m);
  });

  it('the editor debugs what is there', () => {
    for (const { program, runtimeArgs } of json('.vscode/launch.json')['configurations'] as Launch[]) {
      if (program) expect(existsSync(join(root, program.replace('${workspaceFolder}/', '')))).toBe(true);
      else expect(Object.keys(scripts)).toContain(runtimeArgs?.[0]);
    }
  });

  it('the dev container has the services that the tests look for, and a Node that will do', () => {
    const { dockerComposeFile, service } = json('.devcontainer/devcontainer.json') as Record<string, string>;
    const compose = read(`.devcontainer/${dockerComposeFile}`);
    const services = [...compose.matchAll(/^ {2}(\w+):$/gm)].map(([, name]) => name);
    expect(services).toContain(service);
    const urls = [...compose.matchAll(/^ +(TEST_\w+): (\S+)$/gm)].map(
      ([, name, url = '']) => [name, new URL(url)] as const,
    );
    const looked = [...read('scripts/lib/test-services.mjs').matchAll(/variable: '(\w+)'/g)].map(([, name]) => name);
    expect(urls.map(([name]) => name)).toEqual(looked);
    for (const [, { hostname }] of urls) expect(services).toContain(hostname);
    expect(Number(/typescript-node:(\d+)/.exec(compose)?.[1])).toBeGreaterThanOrEqual(20);
  });
});
