import { createHash } from 'node:crypto';

/** The mini-program's original id, the same for an app at every start. */
export function originalId(appId: string): string {
  return `gh_${createHash('sha256').update(`original id of ${appId}`).digest('hex').slice(0, 12)}`;
}

/** An event as message push carries it, or a message when it has no name; `ToUserName` is added when it is sent. */
export function pushEvent(
  now: Date,
  name: string | undefined,
  openid: string,
  fields: Record<string, unknown>,
): Record<string, unknown> {
  const common = { FromUserName: openid, CreateTime: Math.floor(now.getTime() / 1000) };
  return name === undefined ? { ...common, ...fields } : { ...common, MsgType: 'event', Event: name, ...fields };
}
