import { json, type Route } from './http.js';
import { readJson } from './mini-program-routes.js';
import type { Template } from './mini-program-settings.js';
import { isTakenValue } from './subscribe-values.js';
import { MiniProgramError } from './wechat-errors.js';
import type { MiniProgram } from './mini-program.js';

/** api.weixin.qq.com: subscribe messages. */
export function subscribeRoutes(app: MiniProgram): Route[] {
  return [
    {
      method: 'POST',
      path: /^\/cgi-bin\/message\/subscribe\/send$/,
      target: 'subscribe',
      handle: (request) => {
        app.tokens.check(request.query.get('access_token'));
        send(readJson(request), app);
        return json({ errcode: 0, errmsg: 'ok' });
      },
    },
  ];
}

const states: readonly unknown[] = [undefined, 'developer', 'trial', 'formal'];

function send(body: Record<string, unknown>, app: MiniProgram): void {
  const { touser, template_id: templateId, page, miniprogram_state: state, data } = body;
  if (!app.users.exists(touser)) throw new MiniProgramError(40003, 'invalid openid');
  const template = templateOf(templateId, app);
  if (!template) throw new MiniProgramError(40037, 'invalid template_id');
  if (page !== undefined && page !== '' && !app.hasPage(page)) throw new MiniProgramError(41030, 'invalid page');
  if (!states.includes(state)) throw new MiniProgramError(47003, 'argument invalid! miniprogram_state invalid');
  const values = readValues(data, template);
  if (!app.consents.spend(touser, String(templateId)))
    throw new MiniProgramError(43101, 'user refuse to accept the msg');
  app.messages.push({
    at: app.now().toISOString(),
    openid: touser,
    templateId: String(templateId),
    page: typeof page === 'string' && page !== '' ? page : null,
    values,
  });
}

function templateOf(templateId: unknown, app: MiniProgram): Template | undefined {
  if (typeof templateId !== 'string' || !/^[\w-]{1,64}$/.test(templateId)) return undefined;
  return app.settings.templates === null ? {} : app.settings.templates[templateId];
}

function readValues(data: unknown, { fields }: Template): Record<string, string> {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new MiniProgramError(47001, 'data format error');
  const given = data as Record<string, { value?: unknown } | null>;
  const values: Record<string, string> = {};
  for (const name of new Set([...(fields ?? []), ...Object.keys(given)])) {
    const value = given[name]?.value;
    const expected = fields?.includes(name) ?? true;
    if (!expected || !isTakenValue(name, value)) {
      throw new MiniProgramError(47003, `argument invalid! data.${name}.value ${value ? 'invalid' : 'is empty'}`);
    }
    values[name] = String(value);
  }
  return values;
}
