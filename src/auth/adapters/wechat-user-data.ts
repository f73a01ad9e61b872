import { Injectable } from '@nestjs/common';
import { MiniProgramClient, UserDataRefused } from '#wechat';
import { type EncryptedUserData, WechatUserData } from '../application/wechat-user-data.js';
import { WechatDataUnreadable } from '../domain/errors.js';

@Injectable()
export class MiniProgramUserData extends WechatUserData {
  constructor(private readonly miniProgram: MiniProgramClient) {
    super();
  }

  open({ encryptedData, iv, rawData, signature }: EncryptedUserData, sessionKey: string) {
    const signed = { ...(rawData !== undefined && { rawData }), ...(signature !== undefined && { signature }) };
    try {
      return this.miniProgram.openUserData({ encryptedData, iv, ...signed }, sessionKey);
    } catch (error) {
      throw error instanceof UserDataRefused ? new WechatDataUnreadable() : error;
    }
  }
}
