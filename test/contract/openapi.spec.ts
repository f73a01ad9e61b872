import { ApiDocument, documentedCodes, type OpenApiDocument, type Operation } from '../support/api-document.js';
import { ShopProcess } from '../support/shop-process.js';
import { isKnownCode, statusOfCode } from './business-codes.js';
import { declaredErrors } from './declared-errors.js';
import { brokenConventions } from './conventions.js';
import { type Endpoint, ENDPOINTS, fullPath, isOwnPath, LATER } from './endpoints.js';

const namesOf = (operations: readonly [string, Operation][]) => operations.map(([name]) => name).sort();
const nameOf = (endpoint: Endpoint) => `${endpoint.method} ${fullPath(endpoint)}`;

describe('the OpenAPI document and the contract', () => {
  let document: OpenApiDocument;
  beforeAll(async () => {
    const shop = await ShopProcess.start({ DATABASE_URL: 'sqlite::memory:' });
    document = (await ApiDocument.of(shop.url)).document;
    await shop.stop();
  });

  const operations = (own?: boolean): [string, Operation][] =>
    Object.entries(document.paths)
      .filter(([path]) => own === undefined || isOwnPath(path) === own)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]): [string, Operation] => [
          `${method.toUpperCase()} ${path}`,
          operation,
        ]),
      );
  const contracted = () => operations(false);

  it('name the same endpoints', () => {
    expect(namesOf(contracted())).toEqual(ENDPOINTS.map(nameOf).sort());
  });

  it('do not list an endpoint as still to be built that is there', () => {
    const later = LATER.map(nameOf);
    expect(namesOf(operations()).filter((name) => later.includes(name))).toEqual([]);
  });

  it('know no PATCH: wx.request has none', () => {
    expect(namesOf(operations()).filter((name) => name.startsWith('PATCH'))).toEqual([]);
  });

  it('agree on the status of success', () => {
    const said = contracted().map(([name, { responses }]) => [name, Object.keys(responses).filter((s) => s < '300')]);
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(ENDPOINTS.map((endpoint) => [nameOf(endpoint), [`${endpoint.status}`]])),
    );
  });

  it('agree on who may call', () => {
    const schemes = { anybody: [{}], shopper: [{ bearer: [] }], staff: [{ cookie: [] }] };
    const said = contracted().map(([name, { security = document.security }]) => [name, security]);
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(ENDPOINTS.map((endpoint) => [nameOf(endpoint), schemes[endpoint.caller]])),
    );
  });

  it('agree on where an Idempotency-Key is required', () => {
    const required = contracted().filter(([, { parameters = [] }]) =>
      parameters.some((parameter) => parameter.name === 'Idempotency-Key' && parameter.required === true),
    );
    expect(namesOf(required)).toEqual(
      ENDPOINTS.filter(({ keyed }) => keyed)
        .map(nameOf)
        .sort(),
    );
  });

  it('put every answer below /api/v1 into the envelope, but for the callbacks of WeChat', () => {
    const enveloped = ENDPOINTS.filter(({ unenveloped }) => !unenveloped);
    for (const endpoint of enveloped) {
      const operation = document.paths[fullPath(endpoint)]?.[endpoint.method.toLowerCase()];
      const schema = operation?.responses[endpoint.status]?.content?.['application/json']?.schema;
      expect([nameOf(endpoint), schema]).toEqual([
        nameOf(endpoint),
        expect.objectContaining({ required: ['code', 'message', 'data', 'requestId'] }),
      ]);
    }
  });

  it('keep to the conventions where the shop has endpoints of its own', () => {
    expect(operations(true).flatMap(([name, operation]) => brokenConventions(name, operation))).toEqual([]);
  });

  it('name only business codes of the contract, or the shop’s own', () => {
    const codes = operations().flatMap(([, operation]) => documentedCodes(operation));
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => code >= 1000 && !isKnownCode(code))).toEqual([]);
  });
});

describe('the domain errors', () => {
  it('answer business codes of the contract with the HTTP status it gives them, or the shop’s own', () => {
    const errors = declaredErrors();
    expect(errors.length).toBeGreaterThan(20);
    expect(errors.filter(({ code, status }) => statusOfCode(code) !== status)).toEqual([]);
    expect(errors.filter(({ code }) => code >= 1000 && !isKnownCode(code))).toEqual([]);
  });
});

describe('the conventions for endpoints of the shop’s own', () => {
  const schema = { required: ['code', 'message', 'data', 'requestId'] };
  const operation = (status: number, more: Partial<Operation> = {}): Operation => ({
    responses: { [status]: { content: { 'application/json': { schema } } } },
    ...more,
  });
  const staff = { security: [{ cookie: [] }] };

  it.each([
    ['GET /api/v1/promotions', operation(200)],
    ['POST /api/v1/admin/promotions', operation(201, staff)],
    [
      'GET /api/v1/admin/promotions/{id}/poster',
      { ...staff, responses: { 200: { content: { 'image/png': { schema } } } } },
    ],
  ])('let %s be', (name, good) => {
    expect(brokenConventions(name, good)).toEqual([]);
  });

  it.each([
    ['GET /api/v1/promotions', operation(201)],
    ['POST /api/v1/promotions', operation(204)],
    ['GET /api/v1/promotions', operation(200, staff)],
    ['GET /api/v1/admin/promotions', operation(200)],
    [
      'GET /api/v1/promotions',
      operation(200, { responses: { 200: { content: { 'application/json': { schema: {} } } } } }),
    ],
    ['GET /api/v1/promotions', operation(200, { responses: { 200: {} } })],
  ])('catch %s (%#)', (name, bad) => {
    expect(brokenConventions(name, bad)).toHaveLength(1);
  });
});
