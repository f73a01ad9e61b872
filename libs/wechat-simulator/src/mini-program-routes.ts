import type { AccessTokens } from './access-tokens.js';
import { json, type Answer, type Request, type Route } from './http.js';
import type { Users } from './users.js';
import { MiniProgramError } from './wechat-errors.js';

interface App {
  appId: string;
  appSecret: string;
}

/** api.weixin.qq.com: every answer is HTTP 200, failures carry an errcode, success of a login carries none. */
export function miniProgramRoutes(app: App, users: Users, tokens: AccessTokens, now: () => Date): Route[] {
  return [
    {
      method: 'GET',
      path: /^\/sns\/jscode2session$/,
      target: 'jscode2session',
      handle: ({ query }) => plainText(codeToSession(query, app, users)),
    },
    {
      method: 'POST',
      path: /^\/cgi-bin\/stable_token$/,
      target: 'stable_token',
      handle: (request) => {
        const body = readJson(request);
        if (body.grant_type !== 'client_credential') throw new MiniProgramError(40002, 'invalid grant_type');
        checkApp(body.appid, body.secret, app);
        return json(tokens.stable(body.force_refresh === true));
      },
    },
    {
      method: 'GET',
      path: /^\/cgi-bin\/token$/,
      target: 'token',
      handle: ({ query }) => {
        if (query.get('grant_type') !== 'client_credential') throw new MiniProgramError(40002, 'invalid grant_type');
        checkApp(query.get('appid'), query.get('secret'), app);
        return json(tokens.plain());
      },
    },
    {
      method: 'POST',
      path: /^\/wxa\/business\/getuserphonenumber$/,
      target: 'phone',
      handle: (request) => {
        tokens.check(request.query.get('access_token'));
        const { code, openid } = readJson(request);
        return json({ errcode: 0, errmsg: 'ok', phone_info: phoneInfo(code, openid, app, users, now()) });
      },
    },
  ];
}

function codeToSession(query: URLSearchParams, app: App, users: Users): Record<string, string> {
  checkApp(query.get('appid'), query.get('secret'), app);
  const code = query.get('js_code');
  if (!code) throw new MiniProgramError(41008, 'missing code');
  if (query.get('grant_type') !== 'authorization_code') throw new MiniProgramError(40002, 'invalid grant_type');
  const redeemed = users.loginCodes.redeem(code);
  if (redeemed.outcome === 'used') throw new MiniProgramError(40163, 'code been used');
  if (redeemed.outcome !== 'valid') throw new MiniProgramError(40029, 'invalid code');
  return { session_key: users.rotateSessionKey(redeemed.value), openid: redeemed.value };
}

function phoneInfo(code: unknown, openid: unknown, app: App, users: Users, now: Date): Record<string, unknown> {
  const belongs = (owner: string) => openid === undefined || openid === owner;
  const redeemed = users.phoneCodes.redeem(String(code), (value) => belongs(value.openid));
  if (redeemed.outcome !== 'valid') throw new MiniProgramError(40029, 'invalid code');
  const { phone, countryCode } = redeemed.value;
  return {
    phoneNumber: String(countryCode) === '86' ? phone : `+${countryCode}${phone}`,
    purePhoneNumber: phone,
    countryCode,
    watermark: { timestamp: Math.floor(now.getTime() / 1000), appid: app.appId },
  };
}

function checkApp(appId: unknown, secret: unknown, app: App): void {
  if (!appId) throw new MiniProgramError(41002, 'appid missing');
  if (appId !== app.appId) throw new MiniProgramError(40013, 'invalid appid');
  if (!secret) throw new MiniProgramError(41004, 'appsecret missing');
  if (secret !== app.appSecret) throw new MiniProgramError(40125, 'invalid appsecret');
}

/** @throws MiniProgramError 47001 */
export function readJson({ body }: Request): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // answered below, like JSON that is no object
  }
  throw new MiniProgramError(47001, 'data format error');
}

/** jscode2session calls its JSON text/plain. */
export function plainText(value: unknown): Answer {
  return { status: 200, contentType: 'text/plain', body: JSON.stringify(value) };
}
