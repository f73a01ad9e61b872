import { judge, makeTraceId, type Verdict } from './content-rules.js';
import { json, type Route } from './http.js';
import type { MiniProgram } from './mini-program.js';
import { readJson } from './mini-program-routes.js';
import { MiniProgramError } from './wechat-errors.js';

const twoHoursMs = 2 * 3600 * 1000;
const maxContent = 2500;

/** api.weixin.qq.com: the content check, of text at once and of media by a later push. */
export function contentCheckRoutes(app: MiniProgram): Route[] {
  return [
    {
      method: 'POST',
      path: /^\/wxa\/msg_sec_check$/,
      target: 'content-check',
      handle: (request) => {
        app.tokens.check(request.query.get('access_token'));
        const body = readJson(request);
        const { content, nickname, title, signature } = body;
        if (typeof content !== 'string' || content === '') throw new MiniProgramError(44002, 'empty post data');
        if ([...content].length > maxContent) throw invalid('content');
        checkVisitor(body, app);
        const text = [content, nickname, title, signature].filter((part) => typeof part === 'string').join('\n');
        return json(checked(judge(text, app.settings)));
      },
    },
    {
      method: 'POST',
      path: /^\/wxa\/media_check_async$/,
      target: 'media-check',
      handle: (request) => {
        app.tokens.check(request.query.get('access_token'));
        const body = readJson(request);
        const { media_url: url, media_type: type } = body;
        if (typeof url !== 'string' || !/^https?:\/\//.test(url)) throw invalid('media_url');
        if (type !== 1 && type !== 2) throw invalid('media_type');
        const openid = checkVisitor(body, app);
        return json({ errcode: 0, errmsg: 'ok', trace_id: app.media.submit(url, openid, app.settings) });
      },
    },
  ];
}

/** @throws MiniProgramError 40003, or 61010 unless the user was in the mini-program within two hours */
function checkVisitor({ openid, version, scene }: Record<string, unknown>, app: MiniProgram): string {
  if (version !== 2) throw invalid('version');
  if (![1, 2, 3, 4].includes(Number(scene))) throw invalid('scene');
  if (!app.users.exists(openid)) throw new MiniProgramError(40003, 'invalid openid');
  if (!app.users.visitedSince(openid, new Date(app.now().getTime() - twoHoursMs))) {
    throw new MiniProgramError(61010, 'code is expired');
  }
  return openid;
}

function checked({ suggest, label, keyword }: Verdict): Record<string, unknown> {
  const detail = [
    { strategy: 'content_model', errcode: 0, suggest, label, prob: 90 },
    ...(keyword === null ? [] : [{ strategy: 'keyword', errcode: 0, suggest, label, level: 90, keyword }]),
  ];
  return { errcode: 0, errmsg: 'ok', detail, result: { suggest, label }, trace_id: makeTraceId() };
}

function invalid(field: string): MiniProgramError {
  return new MiniProgramError(47001, `data format error: ${field}`);
}
