import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { schemasWithoutId } from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { PublishedEvents } from '#platform/relay';
import { incompatibilities, incompatibleMessages } from '../../scripts/lib/compatible.mjs';
import { asyncApiDocument, problemWith } from '../support/asyncapi-document.js';

const src = join(__dirname, '../../src');

/** The versions in each src/<context>/events.ts, as its module publishes them. */
async function publishers(): Promise<Record<string, { publishes: Record<string, number> }>> {
  const contexts = readdirSync(src).filter((name) => existsSync(join(src, name, 'events.ts')));
  const entries = contexts.map(async (name) => {
    const events = (await import(join(src, name, 'events'))) as Record<string, Record<string, number>>;
    const versions = Object.entries(events).filter(([constant]) => constant.endsWith('Events'));
    return [name, { publishes: Object.assign({}, ...versions.map(([, of]) => of)) as Record<string, number> }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('docs/asyncapi.json', () => {
  it('is an AsyncAPI 3.0 document', () => {
    const ajv = new Ajv({ strict: false, logger: false, validateFormats: false });
    const validate = ajv.compile(schemasWithoutId['3.0.0'] as object);
    validate(asyncApiDocument);
    expect(validate.errors).toBeNull();
  });

  it('describes every event that is published, in its present version', async () => {
    const published = new PublishedEvents({ modules: (await publishers()) as never }).all();
    expect(Object.keys(asyncApiDocument.channels).sort()).toEqual(published.map(({ type }) => type).sort());
    for (const { type, version, context } of published) {
      const form = { source: `/jishi/${context}`, dataversion: version, type };
      expect(problemWith(form)).not.toMatch(/const|equal to constant/);
    }
  });
});

/** A JSON schema, as far as the changes below touch one. */
interface Form {
  type: string;
  required: string[];
  enum: string[];
  properties: Record<string, Form>;
  items: Form;
}

describe('a change of an event', () => {
  const lines = {
    type: 'array',
    items: { type: 'object', required: ['skuId'], properties: { skuId: { type: 'string' } } },
  };
  const earlier = {
    type: 'object',
    required: ['id', 'lines'],
    properties: { id: { type: 'string' }, lines, why: { type: 'string', enum: ['a', 'b'] } },
  };
  const later = (change: (schema: Form) => unknown) => {
    const schema = structuredClone(earlier) as unknown as Form;
    change(schema);
    return schema;
  };

  it.each<[string, (schema: Form) => unknown]>([
    ['nothing changes', () => undefined],
    ['a field is added', (one) => (one.properties['more'] = { type: 'string' } as Form)],
    [
      'a field is added that is always there',
      (one) => (one.required.push('more'), (one.properties['more'] = {} as Form)),
    ],
    ['a field that was sometimes there always is', (one) => one.required.push('why')],
    ['a value is not used any more', (one) => (one.properties['why']!.enum = ['a'])],
  ])('is understood by whoever understood the event when %s', (_, change) => {
    expect(incompatibilities(earlier, later(change))).toEqual([]);
  });

  it.each<[string, (schema: Form) => unknown]>([
    ['payload has no id', (one) => delete one.properties['id']],
    ['payload need not have id', (one) => one.required.shift()],
    ['payload.id has the type integer', (one) => (one.properties['id']!.type = 'integer')],
    ['payload.why may also be c', (one) => one.properties['why']!.enum.push('c')],
    ['payload.lines has the type object', (one) => (one.properties['lines'] = { type: 'object' } as Form)],
    ['payload.lines[] need not have skuId', (one) => (one.properties['lines']!.items.required = [])],
    ['payload.lines[] has no skuId', (one) => (one.properties['lines']!.items.properties = {})],
  ])('is refused when %s', (problem, change) => {
    expect(incompatibilities(earlier, later(change)).join()).toContain(problem);
  });

  const documentOf = (version: number, data: object) => ({
    components: {
      messages: { LampLit: { payload: { properties: { dataversion: { const: version }, data } } } },
    },
  });
  const other = later((one) => (one.properties['id']!.type = 'integer'));

  it('is refused under the same version, and under an earlier one', () => {
    expect(incompatibleMessages(documentOf(1, earlier), documentOf(1, other))).toHaveLength(1);
    expect(incompatibleMessages(documentOf(2, earlier), documentOf(1, earlier))).toHaveLength(1);
  });

  it('may be anything under a higher version', () => {
    expect(incompatibleMessages(documentOf(1, earlier), documentOf(2, other))).toEqual([]);
  });

  it('is refused when it takes the event away', () => {
    expect(incompatibleMessages(documentOf(1, earlier), { components: { messages: {} } })).toHaveLength(1);
  });
});
