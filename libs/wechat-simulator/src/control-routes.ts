import { ControlError } from './control-error.js';
import type { Fault } from './faults.js';
import { json, type Answer, type Request, type Route } from './http.js';
import type { RefundStatus } from './ledger.js';
import type { SigningMode } from './signing.js';
import type { PayRequest, SettleRefundRequest, SimulatorControl } from './simulator.js';

const kinds = {
  text: (value: unknown) => typeof value === 'string',
  flag: (value: unknown) => typeof value === 'boolean',
  count: (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100_000,
  object: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
  textOrNumber: (value: unknown) => typeof value === 'string' || typeof value === 'number',
};
/** Field → kind; a `!` after the kind makes it required. */
type Shape = Record<string, keyof typeof kinds | `${keyof typeof kinds}!`>;

const who: Shape = { user: 'text', openid: 'text' };
const refundStatuses: readonly string[] = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'PROCESSING'];

/** The control API: `SimulatorControl` as plain JSON over HTTP. */
export function controlRoutes(control: SimulatorControl): Route[] {
  return [
    post('login', who, (body) => control.login(body)),
    post('phone-code', { ...who, phone: 'text', countryCode: 'textOrNumber' }, (body) => control.phoneCode(body)),
    post('encrypted-data', { ...who, data: 'object' }, (body) => control.encryptedData(body)),
    post('pay', payShape, (body) => control.pay(body as unknown as PayRequest)),
    post('notifications', resendShape, (body) => control.resendNotification(body)),
    post('refund-outcome', { status: 'text!' }, ({ status }) => {
      control.setRefundOutcome(oneOf<RefundStatus>('status', status, refundStatuses));
    }),
    post('refunds', { outRefundNo: 'text!', status: 'text!', notify: 'flag' }, (body) => {
      oneOf('status', body.status, refundStatuses.slice(0, 3));
      control.settleRefund(body as unknown as SettleRefundRequest);
    }),
    post('signing', { mode: 'text!' }, ({ mode }) => {
      control.setSigningMode(oneOf<SigningMode>('mode', mode, ['public-key', 'certificate']));
    }),
    post('faults', { target: 'text!', kind: 'text!', value: 'textOrNumber', times: 'count' }, (body) => {
      control.addFault(body as unknown as Fault);
    }),
    { method: 'DELETE', path: /^\/_simulator\/faults$/, handle: () => done(control.clearFaults()) },
    { method: 'GET', path: /^\/_simulator\/state$/, handle: () => json(control.state()) },
  ];
}

const payShape: Shape = {
  ...{ timeStamp: 'text!', nonceStr: 'text!', package: 'text!', signType: 'text!', paySign: 'text!' },
  ...{ appId: 'text', notify: 'flag', duplicates: 'count', successTime: 'text' },
};
const resendShape: Shape = { outTradeNo: 'text', outRefundNo: 'text', times: 'count', changes: 'object' };

function post(name: string, shape: Shape, act: (body: Record<string, unknown>) => unknown): Route {
  const path = new RegExp(`^/_simulator/${name}$`);
  return { method: 'POST', path, handle: async (request) => done(await act(read(request, shape))) };
}

function done(result: unknown): Answer {
  return json(result ?? { ok: true });
}

/** @throws ControlError naming the field that is unknown, missing or of the wrong kind */
function read({ body }: Request, shape: Shape): Record<string, unknown> {
  let value: unknown;
  try {
    value = body === '' ? {} : JSON.parse(body);
  } catch {
    throw new ControlError('the body is not JSON');
  }
  if (!kinds.object(value)) throw new ControlError('the body is not a JSON object');
  const fields = value as Record<string, unknown>;
  const unknown = Object.keys(fields).find((name) => !(name in shape));
  if (unknown !== undefined)
    throw new ControlError(`unknown field ${unknown}; known: ${Object.keys(shape).join(', ')}`);
  for (const [name, rule] of Object.entries(shape)) {
    const kind = rule.replace('!', '') as keyof typeof kinds;
    const missing = fields[name] === undefined;
    if (missing ? rule.endsWith('!') : !kinds[kind](fields[name])) {
      throw new ControlError(`${name} ${missing ? 'is missing' : `is not ${kind}`}`);
    }
  }
  return fields;
}

function oneOf<T extends string>(name: string, value: unknown, allowed: readonly string[]): T {
  if (!allowed.includes(String(value))) throw new ControlError(`${name} is one of ${allowed.join(', ')}`);
  return value as T;
}
