/** Who may call: anybody, a signed-in shopper, or staff. */
export type Caller = 'anybody' | 'shopper' | 'staff';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api/v1, but for the probes. */
  readonly path: string;
  readonly caller: Caller;
  /** HTTP status of success. */
  readonly status: 200 | 201;
  /** Whether an Idempotency-Key is required. */
  readonly keyed?: true;
  /** Answers in a form of somebody else's making. */
  readonly unenveloped?: true;
}

type Line = `${Endpoint['method']} ${string}`;

function endpoint(line: Line, caller: Caller, more: Partial<Endpoint> = {}): Endpoint {
  const [method, path] = line.split(' ') as [Endpoint['method'], string];
  return { method, path, caller, status: 200, ...more };
}

const created = { status: 201 } as const;

/** Section 4 of the contract, as far as it is built. */
export const ENDPOINTS: readonly Endpoint[] = [
  endpoint('POST /auth/wechat/login', 'anybody'),
  endpoint('POST /auth/token/refresh', 'anybody'),
  endpoint('POST /auth/logout', 'shopper'),
  endpoint('GET /auth/sessions', 'shopper'),
  endpoint('DELETE /auth/sessions/{id}', 'shopper'),
  endpoint('DELETE /auth/sessions', 'shopper'),
  endpoint('POST /auth/staff/login', 'anybody'),
  endpoint('POST /auth/staff/logout', 'staff'),
  endpoint('GET /auth/staff/me', 'staff'),
  endpoint('PUT /auth/staff/password', 'staff'),
  endpoint('GET /admin/staff', 'staff'),
  endpoint('POST /admin/staff', 'staff', created),
  endpoint('PUT /admin/staff/{id}', 'staff'),
  endpoint('POST /admin/users/{id}/block', 'staff'),
  endpoint('POST /admin/users/{id}/unblock', 'staff'),

  endpoint('GET /users/me', 'shopper'),
  endpoint('PUT /users/me', 'shopper'),
  endpoint('POST /users/me/phone', 'shopper'),
  endpoint('POST /users/me/wechat-data', 'shopper'),
  endpoint('GET /users/me/addresses', 'shopper'),
  endpoint('POST /users/me/addresses', 'shopper', created),
  endpoint('GET /users/me/addresses/{id}', 'shopper'),
  endpoint('PUT /users/me/addresses/{id}', 'shopper'),
  endpoint('DELETE /users/me/addresses/{id}', 'shopper'),
  endpoint('GET /users/me/consents', 'shopper'),
  endpoint('PUT /users/me/consents', 'shopper'),
  endpoint('GET /users/me/export', 'shopper'),
  endpoint('DELETE /users/me', 'shopper'),
  endpoint('POST /uploads', 'shopper', created),
  // Beyond the contract's table: where the url of an upload leads (its success is an image), and how one is taken back.
  endpoint('GET /uploads/{name}', 'anybody', { unenveloped: true }),
  endpoint('DELETE /uploads/{name}', 'shopper'),
  // Beyond the contract's table: pictures of products.
  endpoint('POST /admin/uploads', 'staff', created),

  endpoint('GET /categories', 'anybody'),
  endpoint('GET /products', 'anybody'),
  endpoint('GET /products/{id}', 'anybody'),
  // Beyond the contract's table: for whoever keeps the catalogue elsewhere.
  endpoint('GET /catalog/revision', 'anybody'),
  endpoint('GET /catalog/snapshots/{revision}', 'anybody'),
  endpoint('GET /admin/products', 'staff'),
  endpoint('POST /admin/products', 'staff', created),
  endpoint('GET /admin/products/{id}', 'staff'),
  endpoint('PUT /admin/products/{id}', 'staff'),
  endpoint('DELETE /admin/products/{id}', 'staff'),
  // Beyond the contract's table; its success is an image.
  endpoint('GET /admin/products/{id}/wxacode', 'staff', { unenveloped: true }),
  endpoint('GET /admin/categories', 'staff'),
  endpoint('POST /admin/categories', 'staff', created),
  endpoint('PUT /admin/categories/{id}', 'staff'),
  endpoint('DELETE /admin/categories/{id}', 'staff'),

  endpoint('GET /admin/stock/{skuId}', 'staff'),
  endpoint('POST /admin/stock/{skuId}/adjustments', 'staff', { ...created, keyed: true }),
  endpoint('GET /admin/stock/{skuId}/movements', 'staff'),

  // Beyond the contract's table.
  endpoint('GET /cart', 'shopper'),
  endpoint('DELETE /cart', 'shopper'),
  endpoint('POST /cart/lines', 'shopper'),
  endpoint('PUT /cart/lines/{skuId}', 'shopper'),
  endpoint('DELETE /cart/lines/{skuId}', 'shopper'),
  endpoint('PUT /cart/selection', 'shopper'),
  endpoint('POST /cart/merge', 'shopper', { keyed: true }),
  endpoint('POST /cart/orders', 'shopper', { ...created, keyed: true }),

  endpoint('POST /orders', 'shopper', { ...created, keyed: true }),
  // Beyond the contract's table.
  endpoint('POST /orders/quote', 'shopper'),
  endpoint('GET /orders', 'shopper'),
  endpoint('GET /orders/{id}', 'shopper'),
  endpoint('POST /orders/{id}/cancel', 'shopper'),
  endpoint('POST /orders/{id}/payment', 'shopper'),
  endpoint('POST /orders/{id}/payment/sync', 'shopper'),
  endpoint('POST /orders/{id}/receipt', 'shopper'),
  endpoint('POST /orders/{id}/refunds', 'shopper', { ...created, keyed: true }),
  endpoint('GET /admin/orders', 'staff'),
  endpoint('GET /admin/orders/{id}', 'staff'),
  endpoint('POST /admin/orders/{id}/address-reveal', 'staff'),
  endpoint('POST /admin/shipping-labels', 'staff'),
  endpoint('POST /admin/orders/{id}/shipment', 'staff'),
  endpoint('GET /admin/refunds', 'staff'),
  endpoint('POST /admin/refunds/{id}/approval', 'staff'),
  endpoint('POST /admin/refunds/{id}/rejection', 'staff'),
  // Beyond the contract's table, which knows the cancel reason `staff`.
  endpoint('POST /admin/orders/{id}/cancel', 'staff'),

  endpoint('GET /admin/audit-log', 'staff'),
  endpoint('GET /admin/events', 'staff'),
  endpoint('POST /admin/events/{id}/retry', 'staff'),
  endpoint('POST /admin/reconciliations', 'staff', created),
  endpoint('GET /admin/reconciliations/{date}', 'staff'),
  // Beyond the contract's table; two of them answer files.
  endpoint('POST /admin/reports', 'staff', created),
  endpoint('GET /admin/reports', 'staff'),
  endpoint('GET /admin/reports/{date}', 'staff'),
  endpoint('GET /admin/reports/{date}/csv', 'staff', { unenveloped: true }),
  endpoint('GET /admin/reports/{date}/page', 'staff', { unenveloped: true }),

  endpoint('POST /payments/wechat/notifications', 'anybody', { unenveloped: true }),
  endpoint('POST /payments/wechat/refund-notifications', 'anybody', { unenveloped: true }),
  endpoint('GET /wechat/push', 'anybody', { unenveloped: true }),
  endpoint('POST /wechat/push', 'anybody', { unenveloped: true }),
  endpoint('GET /health', 'anybody', { unenveloped: true }),
  endpoint('GET /health/ready', 'anybody', { unenveloped: true }),
  endpoint('GET /health/live', 'anybody', { unenveloped: true }),
];

/** Section 4 of the contract, what is still to be built. Move a line up when it is. */
export const LATER: readonly Endpoint[] = [];

/** The path in the OpenAPI document. */
export function fullPath({ path }: Endpoint): string {
  return path.startsWith('/health') ? path : `/api/v1${path}`;
}

/** `orders` of `/api/v1/admin/orders/{id}`. */
const subjectOf = (path: string) =>
  path
    .replace(/^\/api\/v1/, '')
    .replace(/^\/admin(?=\/)/, '')
    .split('/')[1] ?? '';
const subjects = new Set([...ENDPOINTS, ...LATER].map((endpoint) => subjectOf(endpoint.path)));

/** Whether the contract does not speak of what the path is about: what a shop adds is free within the conventions. */
export function isOwnPath(path: string): boolean {
  return !subjects.has(subjectOf(path));
}
