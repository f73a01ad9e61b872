import fc from 'fast-check';
import type { Api } from '../support/api.js';
import { ApiDocument } from '../support/api-document.js';
import { contentsOf, tablesOf } from '../support/database-contents.js';
import { aJpeg, formOf } from '../support/pictures.js';
import { Shop } from '../support/shop.js';
import { Cast } from '../properties/requests/cast.js';
import type { Document, Operation } from '../properties/requests/generated-request.js';
import { allowedBy, type Schema, written } from '../properties/requests/values.js';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  readonly schema: Schema;
}

/** WeChat's form, outside the rule of unknown fields. */
const isCallback = (template: string) => /\/wechat\/(push|notifications|refund-notifications)$/.test(template);

const camel = (column: string) => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Every object in a body with the names that belong there. */
function objectsIn(
  schema: Schema,
  value: unknown,
): { readonly object: Record<string, unknown>; readonly names: string[] }[] {
  const inner = schema.anyOf?.find(({ type }) => type === 'object' || type === 'array') ?? schema;
  if (Array.isArray(value)) return value.flatMap((one) => objectsIn(inner.items ?? {}, one));
  if (typeof value !== 'object' || value === null || !inner.properties) return [];
  const object = value as Record<string, unknown>;
  const below = Object.entries(inner.properties).flatMap(([name, one]) => objectsIn(one, object[name]));
  return [{ object, names: Object.keys(inner.properties) }, ...below];
}

describe('[F17] a field that belongs to the database and not to the request', () => {
  let shop: Shop;
  let routes: readonly Route[];
  let forms: readonly Route[];
  let columns: readonly string[];
  let clients: Readonly<Record<'shopper' | 'owner', Api>>;

  beforeAll(async () => {
    shop = await Shop.open({ environment: { BACKGROUND_JOBS: 'off' }, notificationRetryDelaysMs: [] });
    await Cast.of(shop);
    clients = { shopper: await shop.shopper('oAssigning'), owner: await shop.owner() };
    const { paths } = (await ApiDocument.of(shop.urls[0] ?? '')).document as unknown as Document;
    const taking = (type: string) =>
      Object.entries(paths).flatMap(([template, methods]) =>
        Object.entries(methods).flatMap(([method, operation]) => {
          const schema = operation.requestBody?.content[type]?.schema;
          const path = template.replace('/api/v1', '').replaceAll(/\{\w+\}/g, ID);
          const name = `${method.toUpperCase()} ${template.replace('/api/v1', '')}`;
          return schema ? [{ name, method: method.toUpperCase(), path, operation, schema }] : [];
        }),
      );
    routes = taking('application/json');
    forms = taking('multipart/form-data');
    columns = [...new Set([...(await tablesOf(shop.databaseUrl)).values()].flat())];
  });
  afterAll(() => shop?.close());

  const clientOf = (path: string) =>
    path.startsWith('/admin') || path.startsWith('/auth/staff') ? clients.owner : clients.shopper;

  /** Bodies the document allows, the same ones in every run. */
  const bodyOf = (schema: Schema, nth: number): unknown =>
    JSON.parse(written(fc.sample(allowedBy(schema), { seed: nth, numRuns: 1 })[0], () => ID));

  it('is refused by every route with a body, at every level, and changes nothing', async () => {
    const names = columns.flatMap((column) => [column, camel(column)]);
    expect(names.length).toBeGreaterThan(200);
    const before = await contentsOf(shop.databaseUrl);
    const taken: string[] = [];
    let tried = 0;
    for (const { name, method, path, schema } of routes) {
      for (let nth = 1; nth <= 5; nth++) {
        const level = objectsIn(schema, bodyOf(schema, nth)).length;
        for (let at = 0; at < level; at++) {
          const body = bodyOf(schema, nth);
          const place = objectsIn(schema, body)[at];
          if (!place) continue;
          const foreign = [...new Set(names)].filter((column) => !place.names.includes(column));
          Object.assign(place.object, Object.fromEntries(foreign.map((column) => [column, 1])));
          const answer = await clientOf(path).call(method, path, { body, key: `k-${nth}-${at}` });
          const { errors = [] } = answer.said as { errors?: { message: string }[] };
          const told = errors.map(({ message }) => message).join();
          const missed = foreign.filter((column) => !told.includes(`"${column}"`));
          if (answer.status !== 400 || missed.length > 0) taken.push(`${name}: ${answer.status} ${missed.join()}`);
          tried++;
        }
      }
    }
    expect(taken).toEqual([]);
    expect(tried).toBeGreaterThan(routes.length * 4);
    expect(await contentsOf(shop.databaseUrl)).toEqual(before);
  });

  it('is refused by every route that takes no body, and changes nothing', async () => {
    const { paths } = (await ApiDocument.of(shop.urls[0] ?? '')).document as unknown as Document;
    const before = await contentsOf(shop.databaseUrl);
    const taken: string[] = [];
    let tried = 0;
    for (const [template, methods] of Object.entries(paths))
      for (const [method, { requestBody }] of Object.entries(methods)) {
        if (requestBody || method === 'get' || isCallback(template)) continue;
        const path = template.replace('/api/v1', '').replaceAll(/\{\w+\}/g, ID);
        const answer = await clientOf(path).call(method.toUpperCase(), path, { body: { id: 1 }, key: 'k-none' });
        if (answer.status !== 400 || !JSON.stringify(answer.said).includes('"id\\"'))
          taken.push(`${method.toUpperCase()} ${path}: ${answer.status}`);
        tried++;
      }
    expect(taken).toEqual([]);
    expect(tried).toBeGreaterThan(10);
    expect(await contentsOf(shop.databaseUrl)).toEqual(before);
  });

  it('is refused beside the file of a form', async () => {
    const picture = await aJpeg();
    const taken: string[] = [];
    for (const { name, path, schema } of forms) {
      const [file = ''] = Object.keys(schema.properties ?? {});
      for (const column of columns) {
        const form = formOf(picture, { name: file });
        form.append(column, '1');
        const { status } = await clientOf(path).call('POST', path, { form });
        if (status !== 400) taken.push(`${name}: ${status} ${column}`);
      }
    }
    expect(taken).toEqual([]);
    expect(forms.length).toBeGreaterThan(0);
  });

  it('is looked for on every route that takes something', async () => {
    const { paths } = (await ApiDocument.of(shop.urls[0] ?? '')).document as unknown as Document;
    const takers = Object.entries(paths).flatMap(([template, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody }]) =>
        requestBody ? [`${method.toUpperCase()} ${template.replace('/api/v1', '')}`] : [],
      ),
    );
    expect(takers.sort()).toEqual([...routes, ...forms].map(({ name }) => name).sort());
    expect(routes.length).toBeGreaterThan(20);
  });
});
