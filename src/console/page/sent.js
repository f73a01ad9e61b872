// What this page has sent, so that a request can be shown, and copied as a command, without a secret in it.

const MOST = 300;
/** @type {{method: string, path: string, body?: unknown, as: string, key?: string, status: number | null, requestId: string | null}[]} */
const sent = [];

/** @param {{method: string, path: string, body?: unknown, as: string, key?: string}} call */
export function note(call) {
  const entry = { ...call, status: null, requestId: null };
  sent.push(entry);
  if (sent.length > MOST) sent.shift();
  return (status, requestId) => {
    entry.status = status;
    entry.requestId = requestId;
  };
}

export const sentAs = (requestId) => sent.findLast((entry) => entry.requestId === requestId) ?? null;

const secrets = {
  code: 'CODE',
  password: 'PASSWORD',
  refreshToken: 'REFRESH_TOKEN',
  paySign: 'PAY_SIGN',
};

/** In single quotes for a shell. */
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** JSON in single quotes for a shell, with `"$NAME"` where a secret stood. */
function bodyText(body) {
  const text = JSON.stringify(body, (name, value) => (secrets[name] && value ? `\u0001${secrets[name]}\u0002` : value));
  // JSON writes the marks as escapes.
  return quoted(text).replace(/\\u0001(\w+)\\u0002/g, `'"$$$1"'`);
}

const heads = {
  shopper: ['-H "Authorization: Bearer $TOKEN"'],
  staff: ['-H "Cookie: jishi_staff=$STAFF_SESSION"'],
};

/**
 * A request as a curl command. `as` is `shopper`, `staff` or `nobody`: whose token it takes, as a variable.
 *
 * @param {{method: string, path: string, body?: unknown, as?: string, key?: string}} call
 */
export function curl({ method, path, body, as = 'nobody', key }) {
  const lines = [`curl -X ${method} ${quoted(location.origin + path)}`, ...(heads[as] ?? [])];
  if (key) lines.push(`-H ${quoted(`Idempotency-Key: ${key}`)}`);
  if (body !== undefined) lines.push(`-H 'Content-Type: application/json'`, `-d ${bodyText(body)}`);
  return lines.join(' \\\n  ');
}

/** On the clipboard where the browser allows it; answers whether. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
