import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { BASICS } from './shop-process.js';

const ROOT = join(__dirname, '../..');

/** Runs an operator's command of the built server on a database, and answers what it printed; throws when it fails. */
export function operatorCommand(name: string, databaseUrl: string, ...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], ...BASICS, DATABASE_URL: databaseUrl };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(ROOT, `dist/src/commands/${name}.js`), ...args],
      { cwd: ROOT, env },
      (error, stdout, stderr) => (error ? reject(new Error(`${name} failed:\n${stdout}${stderr}`)) : resolve(stdout)),
    );
  });
}
