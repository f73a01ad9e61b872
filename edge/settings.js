/**
 * What an operator chooses, from the bindings of the worker, or from `globalThis.JISHI_EDGE` where a platform has none. Times are in seconds.
 * @typedef {{ origin: string, unitsMs: number, revisionMs: number, awayMs: number, timeoutMs: number, snapshotBytes: number, snapshotMs: number, clientAddress: string | null }} Settings
 * @param {Record<string, unknown> | undefined} env
 * @returns {Settings}
 */
export function settingsOf(env) {
  const given = { ...globalThis.JISHI_EDGE, ...env };
  const origin = String(given.ORIGIN ?? '').replace(/\/+$/, '');
  if (!/^https?:\/\/[^/?#]+$/.test(origin))
    throw new Error('ORIGIN: expected the address of the shop, like https://origin.example.com');
  return {
    origin,
    unitsMs: milliseconds(given, 'UNITS_SECONDS', 2, 3_600),
    revisionMs: milliseconds(given, 'REVISION_SECONDS', 2, 60),
    awayMs: milliseconds(given, 'AWAY_SECONDS', 600, 86_400),
    timeoutMs: milliseconds(given, 'TIMEOUT_SECONDS', 3, 30),
    snapshotBytes: numberOf(given, 'SNAPSHOT_MEGABYTES', 8, 64) * 1_048_576,
    snapshotMs: milliseconds(given, 'SNAPSHOT_SECONDS', 60, 3_600),
    clientAddress: given.CLIENT_ADDRESS_HEADER ? String(given.CLIENT_ADDRESS_HEADER) : null,
  };
}

function milliseconds(given, name, standard, most) {
  const seconds = Number(given[name] ?? standard);
  if (!(seconds > 0 && seconds <= most)) throw new Error(`${name}: expected more than 0 and at most ${most} seconds`);
  return seconds * 1_000;
}

function numberOf(given, name, standard, most) {
  const number = Number(given[name] ?? standard);
  if (!(number >= 0 && number <= most)) throw new Error(`${name}: expected a number from 0 to ${most}`);
  return number;
}
