import { note } from './sent.js';
import { said, t } from './texts.js';

/** A call that was refused. `message` can be shown. */
class CallError extends Error {
  /** @param {any} answer the envelope, if one came */
  constructor(status, answer) {
    const { message, data, errors, code } = answer ?? {};
    const field = errors?.[0];
    super(said(data?.reason) || (field ? `${field.path}: ${field.message}` : (message ?? t('error.noAnswer'))));
    this.status = status;
    this.code = code ?? 0;
  }
}

/** @param {{as?: string, key?: string}} who whose cookie goes along, and an Idempotency-Key */
async function send(method, path, body, who = {}) {
  const { as = 'nobody', key } = who;
  const answered = note({ method, path, body, as, key });
  const headers = {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(key ? { 'Idempotency-Key': key } : {}),
    'Accept-Language': document.documentElement.lang,
  };
  const request = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
  const answer = await fetch(path, { ...request, signal: AbortSignal.timeout(20_000) }).catch(() => null);
  const json = await answer?.json().catch(() => null);
  answered(answer?.status ?? 0, answer?.headers.get('x-request-id') ?? null);
  if (!answer?.ok || !json) throw new CallError(answer?.status ?? 0, json);
  return json.data;
}

/** A call of the console's own. Answers `data`. */
export const ask = (method, path, body) => send(method, path, method === 'POST' ? (body ?? {}) : undefined);

/** @type {Promise<void> | null} */
let signedIn = null;

/** The same for staff: signs in as the demo's owner, whose password the console knows while it is the demo's. */
export async function askAsStaff(owner, method, path, body) {
  const key = method === 'POST' ? crypto.randomUUID() : undefined;
  const run = () => send(method, `/api/v1${path}`, body, { as: 'staff', key });
  signedIn ??= signIn(owner);
  await signedIn;
  try {
    return await run();
  } catch (error) {
    // Nobody asked for half an hour of the shop's time.
    if (error.status !== 401) throw error;
    signedIn = signIn(owner);
    await signedIn;
    return run();
  }
}

async function signIn({ username, password }) {
  try {
    if (password === null) throw new Error(t('error.noPassword'));
    await send('POST', '/api/v1/auth/staff/login', { username, password });
  } catch (error) {
    signedIn = null;
    throw error;
  }
}
