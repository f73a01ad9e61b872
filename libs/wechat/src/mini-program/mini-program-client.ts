import { z } from 'zod';
import { login, phoneNumber, shipping, SHIPPING_UNCHANGED } from '../error-codes.js';
import { WechatError, WechatUnreachable } from '../errors.js';
import { Transport, type TransportOptions } from '../transport.js';
import type { AccessTokenStore } from './access-tokens.js';
import { codeImage, type CodeImage, type CodeImageRequest } from './code-image.js';
import { checkMedia, checkText, type MediaToCheck, type TextToCheck, type TextVerdict } from './content-checks.js';
import { MiniProgramApi } from './mini-program-api.js';
import { isSessionKeyValid, resetSessionKey, sessionKeySignature, type SessionKeyOf } from './session-keys.js';
import { shippingBody, type ShippingInfo } from './shipping.js';
import { sendSubscribeMessage, type SubscribeMessage } from './subscribe-messages.js';
import { openUserData, type UserData } from './user-data.js';

export interface MiniProgramOptions extends TransportOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** What the processes of a shop share; kept in this process alone when absent. */
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
    const { accessTokens = null, now = () => new Date() } = options;
    this.api = new MiniProgramApi(this.transport, options, accessTokens, now);
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

  /** Whether this is still the user's session_key. */
  isSessionKeyValid(of: SessionKeyOf): Promise<boolean> {
    return isSessionKeyValid(this.api, of);
  }

  /** Gives the user a new session_key, which is answered. @throws SessionKeyRefused */
  resetSessionKey(of: SessionKeyOf): Promise<string> {
    return resetSessionKey(this.api, of);
  }

  /** How WeChat has a message signed on a user's behalf: HMAC-SHA256 in hexadecimal; makes no outside call. */
  sessionKeySignature(sessionKey: string, message: string): string {
    return sessionKeySignature(sessionKey, message);
  }

  /** Sends one message a user has asked for. @throws NotSubscribed, MessageRefused, TemplateValueRefused */
  sendSubscribeMessage(message: SubscribeMessage): Promise<void> {
    return sendSubscribeMessage(this.api, message);
  }

  /** What WeChat thinks of a text. @throws NoRecentVisit */
  checkText(text: TextToCheck): Promise<TextVerdict> {
    return checkText(this.api, text);
  }

  /** Has WeChat look at a picture or listen to a recording; the verdict is pushed within 30 minutes. @throws NoRecentVisit */
  checkMedia(media: MediaToCheck): Promise<{ readonly traceId: string }> {
    return checkMedia(this.api, media);
  }

  /** A mini-program code that leads to a page; there is no limit to their number. @throws PageNotPublished */
  codeImage(request: CodeImageRequest): Promise<CodeImage> {
    return codeImage(this.api, request);
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
