import { z } from 'zod';
import { login, phoneNumber, shipping, SHIPPING_UNCHANGED } from '../error-codes.js';
import { WechatError, WechatUnreachable } from '../errors.js';
import { Transport, type TransportOptions } from '../transport.js';
import { InProcessAccessTokenStore, type AccessTokenStore } from './access-tokens.js';
import { MiniProgramApi } from './mini-program-api.js';
import { shippingBody, type ShippingInfo } from './shipping.js';
import { openUserData, type UserData } from './user-data.js';

export interface MiniProgramOptions extends TransportOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** Kept in this process when absent. */
  readonly accessTokens?: AccessTokenStore;
  readonly now?: () => Date;
}

export interface Session {
  readonly openid: string;
  /** Base64 of 16 bytes; must never reach the client. */
  readonly sessionKey: string;
  /** Only for apps bound to an Open Platform account. */
  readonly unionid: string | null;
}

export interface PhoneNumber {
  /** With the country code for numbers outside mainland China. */
  readonly phoneNumber: string;
  readonly purePhoneNumber: string;
  /** Digits, for example `86`. */
  readonly countryCode: string;
}

const session = z.object({
  openid: z.string().min(1).max(128),
  session_key: z.string().min(1).max(128),
  unionid: z.string().max(128).optional(),
});

const phoneInfo = z.object({
  phone_info: z.object({
    phoneNumber: z.string().min(1).max(32),
    purePhoneNumber: z.string().min(1).max(32),
    countryCode: z.union([z.string().min(1).max(8), z.number().int().transform(String)]),
    watermark: z.object({ appid: z.string() }),
  }),
});

const acknowledgement = z.object({});

/**
 * The server API of one mini program.
 * Every call may throw WechatUnreachable, WechatBusy, WechatQuotaReached, CredentialsRefused or WechatRefused.
 */
export class MiniProgramClient {
  private readonly transport: Transport;
  private readonly api: MiniProgramApi;

  constructor(private readonly options: MiniProgramOptions) {
    this.transport = new Transport(options);
    const store = options.accessTokens ?? new InProcessAccessTokenStore();
    this.api = new MiniProgramApi(this.transport, options, store, options.now ?? (() => new Date()));
  }

  /**
   * Trades a code of wx.login for the user's identity. Made once, never repeated: after a lost answer the code may be spent.
   * @throws LoginCodeRefused, UserBlockedByWechat
   */
  async codeToSession(code: string): Promise<Session> {
    const { appId, appSecret } = this.options;
    const answer = await this.api.plain({
      operation: 'code2session',
      method: 'GET',
      path: '/sns/jscode2session',
      query: { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' },
      answer: session,
      refusals: login,
    });
    return { openid: answer.openid, sessionKey: answer.session_key, unionid: answer.unionid || null };
  }

  /**
   * Trades a code of the getPhoneNumber button for the number. Each success costs money.
   * @param asked.openid whose code it must be; WeChat checks it
   * @throws PhoneCodeRefused
   */
  async phoneNumber(asked: { readonly code: string; readonly openid: string }): Promise<PhoneNumber> {
    const { phone_info: info } = await this.api.authorised({
      operation: 'getuserphonenumber',
      method: 'POST',
      path: '/wxa/business/getuserphonenumber',
      body: { code: asked.code, openid: asked.openid },
      answer: phoneInfo,
      refusals: phoneNumber,
    });
    if (info.watermark.appid !== this.options.appId) {
      throw new WechatUnreachable('getuserphonenumber', 'garbled', 'watermark of another app');
    }
    return { phoneNumber: info.phoneNumber, purePhoneNumber: info.purePhoneNumber, countryCode: info.countryCode };
  }

  /**
   * Tells WeChat that an order is on its way; without it the merchant's money stays frozen.
   * Safe to repeat with the same facts: those are `unchanged`. Other facts use up the one correction WeChat allows.
   * @throws ShippingNotYetKnown, ShippingRefused
   */
  async uploadShippingInfo(info: ShippingInfo): Promise<'uploaded' | 'unchanged'> {
    try {
      await this.api.authorised({
        operation: 'upload_shipping_info',
        method: 'POST',
        path: '/wxa/sec/order/upload_shipping_info',
        body: shippingBody(info),
        answer: acknowledgement,
        refusals: shipping,
      });
      return 'uploaded';
    } catch (error) {
      if (error instanceof WechatError && SHIPPING_UNCHANGED.has(error.code)) return 'unchanged';
      throw error;
    }
  }

  /**
   * Checks and decrypts what a page was given about its user, its `watermark` included; makes no outside call.
   * @throws UserDataRefused
   */
  openUserData(data: UserData, sessionKey: string): Readonly<Record<string, unknown>> {
    return openUserData(data, sessionKey, this.options.appId);
  }

  /** Waits for the calls in flight, then closes the connections. */
  disconnect(): Promise<void> {
    return this.transport.close();
  }
}
