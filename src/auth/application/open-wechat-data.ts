import { Injectable } from '@nestjs/common';
import { WechatDataUnreadable } from '../domain/errors.js';
import { Identities } from '../domain/identities.js';
import { type EncryptedUserData, WechatUserData } from './wechat-user-data.js';

export interface OpenWechatDataCommand {
  readonly userId: string;
  readonly data: EncryptedUserData;
}

/** Decrypts what WeChat gave a page about its user, with the session key that never leaves the server. */
@Injectable()
export class OpenWechatData {
  constructor(
    private readonly identities: Identities,
    private readonly userData: WechatUserData,
  ) {}

  /** @throws WechatDataUnreadable, KeysUnavailable */
  async execute({ userId, data }: OpenWechatDataCommand): Promise<Readonly<Record<string, unknown>>> {
    const identity = await this.identities.find(userId);
    if (!identity?.sessionKey) throw new WechatDataUnreadable();
    return this.userData.open(data, identity.sessionKey);
  }
}
