import type { AccessTokens } from './access-tokens.js';
import { Consents } from './consents.js';
import { MediaChecks } from './media-checks.js';
import { changeSettings, defaultSettings, type MiniProgramSettings } from './mini-program-settings.js';
import { pushEvent } from './push-events.js';
import type { Pusher } from './pusher.js';
import type { Users } from './users.js';

export interface SentMessage {
  at: string;
  openid: string;
  templateId: string;
  page: string | null;
  values: Record<string, string>;
}

/** The app at WeChat: its people, its settings, what it was told and asked. */
export class MiniProgram {
  readonly consents = new Consents();
  readonly messages: SentMessage[] = [];
  readonly media: MediaChecks;
  settings: MiniProgramSettings = defaultSettings;

  constructor(
    readonly appId: string,
    readonly users: Users,
    readonly tokens: AccessTokens,
    pusher: Pusher,
    readonly now: () => Date,
  ) {
    this.media = new MediaChecks(appId, now, (name, openid, fields) => {
      pusher.event(pushEvent(now(), name, openid, fields));
    });
  }

  configure(change: Partial<MiniProgramSettings>): MiniProgramSettings {
    this.settings = changeSettings(this.settings, change);
    return this.settings;
  }

  /** A page is named without a leading slash and may carry a query. */
  hasPage(page: unknown): boolean {
    if (typeof page !== 'string' || page.startsWith('/')) return false;
    const [path = ''] = page.split('?');
    return this.settings.pages === null ? /^[\w\-/]+$/.test(path) : this.settings.pages.includes(path);
  }
}
