import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';

const shape = z.object({ JWT_KEYS: z.string(), KMS_KEYRING: z.string() });

/** Keyed by the variables they stand in for, in the same notation. */
export type DevelopmentSecrets = z.infer<typeof shape>;

const fileName = 'development-secrets.json';
/** Beside the database of development. */
const home = '.data';

/**
 * Keys for a machine without configuration, made once and kept in `directory`, readable by their owner only.
 * Processes that start at the same time all answer the same keys. Throws ConfigurationError when they cannot be kept.
 */
export function developmentSecrets(directory = home): DevelopmentSecrets {
  const path = join(directory, fileName);
  try {
    if (!existsSync(path)) {
      mkdirSync(directory, { recursive: true });
      publishOnce(path, JSON.stringify(newSecrets(), null, 2));
    }
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new ConfigurationError(
      'JWT_KEYS',
      `expected it and KMS_KEYRING, as ${path} cannot be written or is damaged: give this user write permission here, or delete ${directory}/ to begin anew`,
    );
  }
}

/** Whether a server was here before that made its keys, and so was for development. */
export function hasDevelopmentSecrets(): boolean {
  return existsSync(join(home, fileName));
}

const newSecrets = (): DevelopmentSecrets => ({
  JWT_KEYS: `development:${randomBytes(32).toString('base64url')}`,
  KMS_KEYRING: `development:${randomBytes(32).toString('base64')}`,
});

/** A link appears with its whole content or not at all, and leaves an existing file alone. */
function publishOnce(path: string, content: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    unlinkSync(draft);
  }
}
