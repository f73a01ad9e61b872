/** The calls of the mini-program API that a fault can hit. */
export const miniProgramTargets = [
  ...(['jscode2session', 'stable_token', 'token', 'phone', 'session-check', 'session-reset'] as const),
  ...(['subscribe', 'content-check', 'media-check', 'code-image', 'shipping'] as const),
] as const;
/** The calls of WeChat Pay that a fault can hit. */
export const payTargets = [
  ...(['prepay', 'query', 'close', 'refund', 'refund-query', 'certificates', 'bill', 'bill-download'] as const),
] as const;
/** What WeChat sends by itself. */
export const messageTargets = ['notification', 'push'] as const;
/** Every call of a host, or of both. */
export const groupTargets = ['mini-program', 'pay', 'any'] as const;

export const targets = [...miniProgramTargets, ...payTargets, ...messageTargets, ...groupTargets] as const;
export type FaultTarget = (typeof targets)[number];
/** What a route names: one call, never a group. */
export type CallTarget = (typeof miniProgramTargets)[number] | (typeof payTargets)[number];

/** Where a kind makes sense. `attempt` is one POST of a message, `message` all of its attempts. */
type Scope = 'call' | 'pay' | 'login' | 'attempt' | 'message' | 'notification';

const scopesOfKind = {
  errcode: ['call'],
  busy: ['call'],
  quota: ['call'],
  http500: ['call'],
  garbage: ['call', 'attempt'],
  delay: ['call', 'attempt'],
  drop: ['call', 'attempt'],
  hang: ['call'],
  reset: ['call'],
  slow: ['call'],
  truncated: ['call', 'attempt'],
  forged: ['pay', 'attempt'],
  rotated: ['login'],
  lost: ['message'],
  duplicate: ['message'],
  late: ['message'],
  reordered: ['message'],
  changed: ['notification'],
} as const satisfies Record<string, readonly Scope[]>;

/**
 * `errcode`, `busy`, `quota`, `http500` and `garbage` answer instead of doing the work; the others of a call do the
 * work and spoil the answer. `lost`, `duplicate`, `late`, `reordered` and `changed` befall a whole message.
 */
export type FaultKind = keyof typeof scopesOfKind;
export const kinds = Object.keys(scopesOfKind) as FaultKind[];

export function applies(kind: FaultKind, target: FaultTarget): boolean {
  const scopes: readonly Scope[] = scopesOfKind[kind];
  return scopesOfTarget(target).some((scope) => scopes.includes(scope));
}

/** Whether the kind befalls a message as a whole, and not one attempt to deliver it. */
export function isOfWholeMessage(kind: FaultKind): boolean {
  const scopes: readonly Scope[] = scopesOfKind[kind];
  return scopes.includes('message') || scopes.includes('notification');
}

export function isTargeted(target: FaultTarget, hit: CallTarget | 'notification' | 'push'): boolean {
  if (target === hit) return true;
  if (hit === 'notification' || hit === 'push') return false;
  return target === 'any' || (isPayTarget(hit) ? target === 'pay' : target === 'mini-program');
}

function scopesOfTarget(target: FaultTarget): Scope[] {
  if (target === 'notification') return ['attempt', 'message', 'notification'];
  if (target === 'push') return ['attempt', 'message'];
  if (target === 'jscode2session') return ['call', 'login'];
  return target === 'pay' || isPayTarget(target) ? ['call', 'pay'] : ['call'];
}

function isPayTarget(target: string): boolean {
  return (payTargets as readonly string[]).includes(target);
}
