import { json, type Request, type Route } from './http.js';
import type { AccessTokens } from './access-tokens.js';
import type { Users } from './users.js';
import { MiniProgramError } from './wechat-errors.js';

/** api.weixin.qq.com: whether a session_key is still the present one, and another in its place. */
export function sessionRoutes(users: Users, tokens: AccessTokens): Route[] {
  return [
    {
      method: 'GET',
      path: /^\/wxa\/checksession$/,
      target: 'session-check',
      handle: (request) => {
        signedIn(request, users, tokens);
        return json({ errcode: 0, errmsg: 'ok' });
      },
    },
    {
      method: 'GET',
      path: /^\/wxa\/resetusersessionkey$/,
      target: 'session-reset',
      handle: (request) => {
        const openid = signedIn(request, users, tokens);
        return json({ errcode: 0, errmsg: 'ok', openid, session_key: users.rotateSessionKey(openid) });
      },
    },
  ];
}

/** @throws MiniProgramError unless the user's present session_key made the signature over the empty message */
function signedIn({ query }: Request, users: Users, tokens: AccessTokens): string {
  tokens.check(query.get('access_token'));
  const openid = query.get('openid');
  if (!openid) throw new MiniProgramError(40003, 'invalid openid');
  if (query.get('sig_method') !== 'hmac_sha256') throw new MiniProgramError(87008, 'invalid sig_method');
  if (!users.ownsSignature(openid, query.get('signature') ?? ''))
    throw new MiniProgramError(87009, 'invalid signature');
  return openid;
}
