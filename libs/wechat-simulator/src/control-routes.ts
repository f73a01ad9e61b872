import { createHash } from 'node:crypto';
import { ControlError } from './control-error.js';
import { oneOf, readBody, type Shape } from './control-shapes.js';
import type * as Types from './control-types.js';
import { json, type Answer, type Request, type Route } from './http.js';
import { signingModes } from './platform-signer.js';
import type { SimulatorControl } from './simulator.js';

const who: Shape = { user: 'text', openid: 'text' };
const order: Shape = { outTradeNo: 'text!' };
const wish: Shape = { notify: 'flag', duplicates: 'count', delayMs: 'count', forgery: 'text', changes: 'object' };
const payShape: Shape = {
  timeStamp: 'text!',
  nonceStr: 'text!',
  package: 'text!',
  signType: 'text!',
  paySign: 'text!',
  appId: 'text',
  successTime: 'text',
  ...wish,
};
const refundStatuses: readonly Types.RefundStatus[] = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'PROCESSING'];
const steps: readonly Types.CertificateStep[] = ['publish', 'activate', 'retire'];
const suggestions = ['pass', 'review', 'risky'] as const;
const forgeries = ['random', 'key', 'serial', 'stale', 'signtest', 'tampered'];

/** The control API: `SimulatorControl` as plain JSON over HTTP. */
export function controlRoutes(control: SimulatorControl): Route[] {
  return [...people(control), ...money(control), ...messages(control), ...machinery(control)];
}

function people(control: SimulatorControl): Route[] {
  return [
    post('login', who, (body) => control.login(body)),
    post('phone-code', { ...who, phone: 'text', countryCode: 'textOrNumber' }, (body) => control.phoneCode(body)),
    post('encrypted-data', { ...who, data: 'object' }, (body) => control.encryptedData(body)),
    post('session-key', who, (body) => control.rotateSessionKey(body)),
    remove('access-tokens', () => control.revokeAccessTokens()),
  ];
}

function money(control: SimulatorControl): Route[] {
  return [
    post('pay', payShape, (body) => control.pay(read<Types.PayRequest>(body))),
    post('orders/pay', { ...order, successTime: 'text', ...wish }, (body) =>
      control.payOrder(read<Types.PayOrderRequest>(body)),
    ),
    post('orders/receipt', { ...order, method: 'integer' }, (body) => {
      control.confirmReceipt(body as unknown as Types.ReceiptRequest);
    }),
    post('orders/reminder', order, (body) => control.remindShipping({ outTradeNo: String(body.outTradeNo) })),
    post(
      'notifications',
      { outTradeNo: 'text', outRefundNo: 'text', times: 'count', changes: 'object', forgery: 'text' },
      (body) => control.resendNotification(read<Types.ResendRequest>(body)),
    ),
    post('deliveries', { deliveryId: 'text!' }, ({ deliveryId }) => control.deliverNow(String(deliveryId))),
    post('refund-outcome', { status: 'text!' }, ({ status }) => {
      control.setRefundOutcome(oneOf('status', status, refundStatuses));
    }),
    post('refunds', { outRefundNo: 'text!', status: 'text!', ...wish }, (body) => {
      oneOf('status', body.status, refundStatuses.slice(0, 3));
      control.settleRefund(read<Types.SettleRefundRequest>(body));
    }),
    get('bill', ({ query }) => {
      const text = control.bill(query.get('date') ?? '', query.get('type') ?? 'ALL');
      if (text === null) throw new ControlError('nothing happened that day', 404);
      return { status: 200, contentType: 'text/csv; charset=utf-8', body: text };
    }),
  ];
}

function messages(control: SimulatorControl): Route[] {
  return [
    post('consents', { ...who, templateId: 'text!', count: 'integer' }, (body) =>
      control.grantSubscription(body as unknown as Types.ConsentRequest),
    ),
    post(
      'mini-program',
      {
        pages: 'listOrNull',
        templates: 'objectOrNull',
        riskyWords: 'list',
        reviewWords: 'list',
        mediaOutcome: 'text',
      },
      (body) => control.configureMiniProgram(body),
    ),
    post('media-checks', { traceId: 'text!', suggest: 'text!', label: 'integer' }, (body) => {
      oneOf('suggest', body.suggest, suggestions);
      control.settleMediaCheck(body as unknown as Types.MediaOutcomeRequest);
    }),
    post('push', { url: 'text!', token: 'text!', encodingAesKey: 'text', mode: 'text', format: 'text' }, (body) =>
      control.setPush(body as unknown as Types.PushSettings),
    ),
    remove('push', () => control.setPush(null)),
    post('push/verification', {}, () => control.verifyPush()),
    post('push/events', { ...who, event: 'text', fields: 'object', times: 'count' }, (body) => control.pushEvent(body)),
  ];
}

function machinery(control: SimulatorControl): Route[] {
  return [
    post('signing', { mode: 'text!' }, ({ mode }) => control.setSigningMode(oneOf('mode', mode, signingModes))),
    post('certificates', { step: 'text!' }, ({ step }) => control.rotateCertificate(oneOf('step', step, steps))),
    post('clock', { skewMs: 'number', timeScale: 'number', skipMs: 'number' }, (body) => control.setClock(body)),
    post(
      'faults',
      { target: 'text!', kind: 'text!', value: 'textOrNumber', times: 'count', rate: 'number', forMs: 'number' },
      (body) => control.addFault(body as unknown as Types.Fault),
    ),
    remove('faults', () => control.clearFaults()),
    {
      ...remove('faults', () => undefined),
      path: /^\/_simulator\/faults\/([\w-]+)$/,
      handle: (_request, id) => done(control.removeFault(id)),
    },
    get('state', (request) => stateAnswer(control, request)),
  ];
}

/** `?limit=` keeps the last of every list; a state that is known already is answered 304. */
function stateAnswer(control: SimulatorControl, { query, headers }: Request): Answer {
  const limit = Number(query.get('limit') ?? 0);
  const { now, ...state } = control.state();
  const entries = Object.entries(state).map(([name, value]): [string, unknown] => {
    return [name, limit > 0 && Array.isArray(value) ? value.slice(-limit) : value];
  });
  const totals = Object.fromEntries(
    Object.entries(state).flatMap(([name, value]) => (Array.isArray(value) ? [[name, value.length]] : [])),
  );
  const shown = { ...Object.fromEntries(entries), totals };
  const tag = `"${createHash('sha1').update(JSON.stringify(shown)).digest('base64url')}"`;
  const known = headers['if-none-match'] === tag;
  if (known) return { status: 304, headers: { ETag: tag }, body: '' };
  return { ...json({ now, ...shown }), headers: { ETag: tag } };
}

function get(name: string, handle: (request: Request) => Answer): Route {
  return { method: 'GET', path: new RegExp(`^/_simulator/${name}$`), handle };
}

function post(name: string, shape: Shape, act: (body: Record<string, unknown>) => unknown): Route {
  const path = new RegExp(`^/_simulator/${name}$`);
  return { method: 'POST', path, handle: async (request) => done(await act(readBody(request, shape))) };
}

function remove(name: string, act: () => unknown): Route {
  return { method: 'DELETE', path: new RegExp(`^/_simulator/${name}$`), handle: () => done(act()) };
}

function done(result: unknown): Answer {
  return json(result ?? { ok: true });
}

function read<T>(body: Record<string, unknown>): T {
  if (body.forgery !== undefined) oneOf('forgery', body.forgery, forgeries);
  return body as T;
}
