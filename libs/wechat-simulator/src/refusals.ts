import type { Fault } from './faults.js';
import type { Answer } from './http.js';
import { MiniProgramError, PayError } from './wechat-errors.js';

/** What WeChat says with the errcodes that faults are made of. */
const messages: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40037: 'invalid template_id',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40164: 'invalid ip, not in whitelist',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41030: 'invalid page',
  42001: 'access_token expired',
  43101: 'user refuse to accept the msg',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47003: 'argument invalid!',
  48001: 'api unauthorized',
  61010: 'code is expired',
  87009: 'invalid signature',
};

/** The refusal that the fault answers instead of doing the work, if it is such a fault. */
export function refusal({ kind, value }: Fault, isPay: boolean): Error | undefined {
  const codes = { errcode: [value, value], busy: [-1, 'SYSTEM_ERROR'], quota: [45009, 'FREQUENCY_LIMITED'] };
  if (kind !== 'errcode' && kind !== 'busy' && kind !== 'quota') return undefined;
  const [miniProgram, pay] = codes[kind];
  if (isPay) return new PayError(String(pay), kind === 'quota' ? '频率超限' : '模拟的错误');
  return new MiniProgramError(Number(miniProgram), messages[Number(miniProgram)] ?? 'simulated error');
}

/** What a gateway in between says. */
export function garbage(status: number): Answer {
  const body = '<html><head><title>Bad Gateway</title></head><body>nginx</body></html>';
  return { status, contentType: 'text/html', body };
}
