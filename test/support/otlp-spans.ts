/** Spans out of an OTLP request in Protobuf: https://github.com/open-telemetry/opentelemetry-proto, trace/v1/trace.proto. */

export type Facts = Readonly<Record<string, string | number | boolean>>;

export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty at the root of a trace. */
  readonly parentId: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | 'unknown';
  readonly facts: Facts;
  /** Trace and span id of what it is linked to. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly failed: boolean;
  /** Of the process that sent it. */
  readonly resource: Facts;
}

const KINDS = ['unknown', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const FAILED = 2;

export function spansOf(request: Buffer): SentSpan[] {
  return many(fieldsOf(request), 1).flatMap((resourceSpans) => {
    const resource = many(resourceSpans, 1).flatMap((one) => many(one, 1));
    const scopes = many(resourceSpans, 2);
    return scopes.flatMap((scope) => many(scope, 2).map((span) => spanFrom(span, factsOf(resource))));
  });
}

function spanFrom(span: Fields, resource: Facts): SentSpan {
  const [status] = many(span, 15);
  return {
    traceId: hex(span, 1),
    spanId: hex(span, 2),
    parentId: hex(span, 4),
    name: text(span, 5),
    kind: KINDS[number(span, 6)] ?? 'unknown',
    facts: factsOf(many(span, 9)),
    links: many(span, 13).map((link) => ({ traceId: hex(link, 1), spanId: hex(link, 2) })),
    failed: status !== undefined && number(status, 3) === FAILED,
    resource,
  };
}

function factsOf(pairs: readonly Fields[]): Facts {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [value] = many(pair, 2);
      return [text(pair, 1), value === undefined ? '' : factFrom(value)];
    }),
  );
}

function factFrom(value: Fields): string | number | boolean {
  if (value.has(1)) return text(value, 1);
  if (value.has(2)) return number(value, 2) === 1;
  return value.has(3) ? number(value, 3) : `field ${[...value.keys()].join()}`;
}

/** The fields of a message by their number: bytes for what has a length, else a number. */
type Fields = ReadonlyMap<number, readonly (Buffer | number)[]>;

function fieldsOf(message: Buffer): Fields {
  const fields = new Map<number, (Buffer | number)[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  const bytes = (length: number) => message.subarray(at, (at += length));
  const read = { 0: varint, 1: () => Number(bytes(8).readBigUInt64LE()), 2: () => bytes(varint()), 5: () => bytes(4) };
  while (at < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const reading = read[(tag % 8) as keyof typeof read] as (() => Buffer | number) | undefined;
    if (!reading) throw new Error(`No Protobuf: wire type ${tag % 8}`);
    fields.set(field, [...(fields.get(field) ?? []), reading()]);
  }
  return fields;
}

function many(message: Fields, field: number): Fields[] {
  return (message.get(field) ?? []).map((value) => fieldsOf(Buffer.isBuffer(value) ? value : Buffer.alloc(0)));
}

function one(message: Fields, field: number): Buffer {
  const value = message.get(field)?.[0];
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

const text = (message: Fields, field: number) => one(message, field).toString('utf8');
const hex = (message: Fields, field: number) => one(message, field).toString('hex');
const number = (message: Fields, field: number) => Number(message.get(field)?.[0] ?? 0);
