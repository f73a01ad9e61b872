import { ControlError } from './control-error.js';
import type { PushFormat } from './push-message.js';

/** What an operator enters at mp.weixin.qq.com for message push. */
export interface PushSettings {
  url: string;
  /** 3 to 32 letters and digits. */
  token: string;
  /** EncodingAESKey, 43 characters; only safe mode needs it. */
  encodingAesKey?: string;
  /** Default: safe where there is an EncodingAESKey, else plain. */
  mode?: 'plain' | 'safe';
  /** Default json. */
  format?: PushFormat;
}

export type PushTarget = Required<Omit<PushSettings, 'encodingAesKey'>> & { encodingAesKey: string | null };

/** @throws ControlError naming what WeChat's form would not take */
export function readPushSettings(settings: PushSettings): PushTarget {
  const { url, token, encodingAesKey = null, format = 'json' } = settings;
  const mode = settings.mode ?? (encodingAesKey === null ? 'plain' : 'safe');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new ControlError('url is not an http URL');
  if (!/^[A-Za-z0-9]{3,32}$/.test(token)) throw new ControlError('token is 3 to 32 letters and digits');
  if (encodingAesKey !== null && !/^[A-Za-z0-9]{43}$/.test(encodingAesKey)) {
    throw new ControlError('encodingAesKey is 43 letters and digits');
  }
  if (mode !== 'plain' && mode !== 'safe') throw new ControlError('mode is plain or safe');
  if (format !== 'json' && format !== 'xml') throw new ControlError('format is json or xml');
  if (mode === 'safe' && encodingAesKey === null) throw new ControlError('safe mode needs an encodingAesKey');
  return { url, token, encodingAesKey, mode, format };
}
