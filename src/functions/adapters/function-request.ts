/** Bytes of an event as it is sent; those of this shop have some hundred. */
export const MOST_EVENT_BYTES = 65_536;

/**
 * The id of the event a CloudEvents 1.0 request is about, in the binary mode (headers `ce-…`) or in the structured one; null
 * where there is none. The rest of the request is not looked at: the outbox knows better.
 */
export function eventIdOf(headers: Headers, body: string): string | null {
  const [version, id] = headers.has('ce-id')
    ? [headers.get('ce-specversion'), headers.get('ce-id')]
    : fieldsOf(headers, body);
  return version === '1.0' && typeof id === 'string' && /^[0-9A-Z]{26}$/.test(id) ? id : null;
}

function fieldsOf(headers: Headers, body: string): readonly [unknown, unknown] {
  if (!headers.get('content-type')?.startsWith('application/cloudevents+json')) return [null, null];
  try {
    const event = JSON.parse(body) as { specversion?: unknown; id?: unknown } | null;
    return [event?.specversion, event?.id];
  } catch {
    return [null, null];
  }
}
