import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../support/until.js';

const MODULE = pathToFileURL(join(__dirname, '../../scripts/lib/build-lock.mjs')).href;

/** A command whose build lasts until there is a file `go`, and which goes on until its standard input ends, as a server would. */
const COMMAND = `
  import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
  import { buildAlone } from '${MODULE}';
  buildAlone('data/lock', () => existsSync('built'), () => {
    appendFileSync('builds', process.pid + '\\n');
    while (!existsSync('go')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    if (existsSync('broken')) throw new Error('the build failed');
    writeFileSync('built', '');
  });
  console.log('started');
  process.stdin.resume();
`;

class Command {
  private readonly child: ChildProcess;
  output = '';

  constructor(cwd: string) {
    this.child = spawn(process.execPath, ['--input-type=module', '-e', COMMAND], { cwd });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  get pid() {
    return this.child.pid;
  }

  async says(text: string): Promise<void> {
    await until(() => this.output.includes(text) || this.hasEnded);
    expect(this.output).toContain(text);
  }

  async kill(): Promise<void> {
    if (this.hasEnded) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }

  private get hasEnded() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

describe('commands that are started at the same time, while nothing is built', () => {
  const WAITING = 'jishi: another command is building: waiting for it\n';
  let folder: string;
  let commands: Command[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-build-'));
    commands = [];
  });

  afterEach(async () => {
    await Promise.all(commands.map((command) => command.kill()));
    rmSync(folder, { recursive: true });
  });

  const start = () => {
    const command = new Command(folder);
    commands.push(command);
    return command;
  };
  const make = (name: string) => writeFileSync(join(folder, name), '');
  const builders = () => {
    const file = join(folder, 'builds');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
  };
  const building = async () => {
    const command = start();
    await until(() => builders().includes(command.pid ?? 0));
    return command;
  };
  const waiting = async () => {
    const command = start();
    await command.says(WAITING);
    return command;
  };

  it('build once: one builds, the others say that they wait, and go on with what it has built', async () => {
    const all = Array.from({ length: 5 }, start);
    await until(() => all.filter(({ output }) => output === WAITING).length === 4);
    expect(builders()).toHaveLength(1);
    make('go');
    for (const command of all) await command.says('started');
    expect(builders()).toHaveLength(1);
    expect(all.map(({ output }) => output).sort()).toEqual([
      ...Array<string>(4).fill(`${WAITING}started\n`),
      'started\n',
    ]);
  });

  it('do not wait for one that was killed before they came', async () => {
    const dead = await building();
    await dead.kill();
    make('go');
    const next = start();
    await next.says('started');
    expect(next.output).toBe('started\n');
    expect(builders()).toEqual([dead.pid, next.pid]);
  });

  it('build once when the one they all wait for is killed', async () => {
    const dead = await building();
    const others = await Promise.all(Array.from({ length: 5 }, waiting));
    await dead.kill();
    await until(() => builders().length > 1);
    make('go');
    for (const other of others) await other.says('started');
    expect(builders()).toHaveLength(2);
  });

  it('build after one whose build has failed', async () => {
    make('broken');
    const failing = await building();
    const other = await waiting();
    make('go');
    await failing.says('the build failed');
    await other.says('the build failed');
    expect(builders()).toEqual([failing.pid, other.pid]);
  });

  it('do not wait for one that has built and goes on', async () => {
    make('go');
    const server = start();
    await server.says('started');
    rmSync(join(folder, 'built'));
    const other = start();
    await other.says('started');
    expect(builders()).toEqual([server.pid, other.pid]);
  });

  it('need no lock when all is built', async () => {
    make('built');
    await start().says('started');
    expect(readdirSync(folder)).toEqual(['built']);
  });
});
