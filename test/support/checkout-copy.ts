import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const LEFT_OUT = ['.git', 'node_modules', 'dist', 'coverage', '.data'];

export interface Outcome {
  readonly command: string;
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly output: string;
}

/** A throw-away copy of this checkout, built of nothing yet; its node_modules is the one of this checkout. */
export class CheckoutCopy {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'jishi-checkout-')));
  private readonly running: ChildProcess[] = [];
  private readonly original: ReadonlyMap<string, string>;

  constructor() {
    const wanted = (path: string) => !LEFT_OUT.includes(path.split('/').at(-1) ?? '');
    cpSync(ROOT, this.folder, { recursive: true, filter: (path) => path === ROOT || wanted(path) });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    this.original = this.files();
  }

  /** Runs a command in a shell, as somebody at a terminal would; `cwd` is the copy unless said. */
  async run(command: string, { cwd = this.folder, environment = {} } = {}): Promise<Outcome> {
    const child = this.start(command, { cwd, environment });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { command, code, output };
  }

  /** Starts a command that goes on until the copy is removed. */
  start(command: string, { cwd = this.folder, environment = {} } = {}): ChildProcess {
    const { PATH, HOME, TEST_DATABASE_URL } = process.env;
    const env = { PATH, HOME, ...(TEST_DATABASE_URL !== undefined && { TEST_DATABASE_URL }), ...environment };
    const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', command], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.running.push(child);
    return child;
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Paths of source files that came, went or changed since the copy was made. */
  changed(): string[] {
    const now = this.files();
    const paths = new Set([...this.original.keys(), ...now.keys()]);
    return [...paths].filter((path) => now.get(path) !== this.original.get(path));
  }

  /** Every source file and its text, by path; what is built or kept is left out. */
  files(): ReadonlyMap<string, string> {
    const paths = ['docs', 'libs', 'scripts', 'src', 'templates', 'test'].flatMap((top) =>
      readdirSync(join(this.folder, top), { recursive: true, encoding: 'utf8' }).map((name) => `${top}/${name}`),
    );
    const files = paths.filter((path) => statSync(join(this.folder, path)).isFile());
    return new Map(files.map((path) => [path, this.read(path)]));
  }

  async remove(): Promise<void> {
    for (const child of this.running.filter((one) => one.exitCode === null && one.signalCode === null)) {
      const closed = once(child, 'close');
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await closed;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
