import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Refusal, say } from './checkout.mjs';

const require = createRequire(import.meta.url);
const PATIENCE_MS = 1000;

/**
 * Calls `build` unless `isBuilt`, and never while another process with the same `lock`, a file, does; who had to wait looks again.
 * The lock is SQLite's: the system frees it when its holder dies, so nobody has to find out whether the holder is alive.
 */
export function buildAlone(lock, isBuilt, build) {
  if (isBuilt()) return;
  const held = take(lock);
  try {
    if (!isBuilt()) build();
  } finally {
    held.close();
  }
}

function take(lock) {
  // Asked for as late as this: the file is loaded before anything is installed.
  const Database = require('libsql');
  try {
    mkdirSync(dirname(lock), { recursive: true });
    const database = new Database(lock, { timeout: PATIENCE_MS });
    if (tryToLock(database)) return database;
    say('another command is building: waiting for it');
    while (!tryToLock(database));
    return database;
  } catch (error) {
    throw new Refusal(`cannot build: may this user write ${lock}? (${error.message})`);
  }
}

function tryToLock(database) {
  try {
    database.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (error.code === 'SQLITE_BUSY') return false;
    throw error;
  }
}
