import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these programs on the PATH; null when there is none, which is said, and with CI=true is an error. */
export function findProgram(names: readonly string[], hint: { suite: string; install: string }): string | null {
  // Debian keeps servers where only root looks.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (found) return found;
  const reason = `no ${names[0]} on the PATH (install ${hint.install})`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  process.stderr.write(`\nSKIPPED: ${hint.suite}: ${reason}\n`);
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
