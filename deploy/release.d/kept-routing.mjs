import { spawn } from 'node:child_process';
import { open, readFile, rename } from 'node:fs/promises';
import { parseRouting, renderRouting } from './routing.mjs';
import { GatewayFailure } from './runtime-api.mjs';

/** The file that gateways read when they start: what was told at run time is written here before it is told. */
export class KeptRouting {
  /** @param command takes the file on standard input where it is not on this machine, such as one that makes a ConfigMap of it; null: `file` is written */
  constructor(file, command) {
    this.file = file;
    this.command = command;
  }

  /** Null where it cannot be read from here. */
  async read() {
    if (this.command) return null;
    const text = await readFile(this.file, 'utf8').catch(() => null);
    return text && parseRouting(text.split('\n'));
  }

  /** @throws GatewayFailure: then nothing has changed */
  async write(routing) {
    try {
      await (this.command ? give(this.command, renderRouting(routing)) : replace(this.file, renderRouting(routing)));
    } catch (error) {
      throw new GatewayFailure(`what the gateway is told cannot be kept for its next start: ${error.message}`);
    }
  }
}

/** The old file or the new one, whole, whatever happens meanwhile, and whoever else writes it. */
async function replace(file, text) {
  const next = `${file}.${process.pid}`;
  const beside = await open(next, 'w', 0o644);
  try {
    await beside.writeFile(text);
    await beside.sync();
  } finally {
    await beside.close();
  }
  await rename(next, file);
}

function give(command, text) {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('error', reject).on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`"${command}" ended with ${code}`));
    });
    // A command that does not read says so by its exit code.
    child.stdin.on('error', () => undefined).end(text);
  });
}
