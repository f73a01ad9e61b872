import type { PushSettings } from './push-settings.js';

/** The key pair with which the simulated WeChat Pay signs its answers and notifications. */
export interface PlatformKey {
  /** Begins with `PUB_KEY_ID_`; sent as `Wechatpay-Serial`. */
  publicKeyId: string;
  /** PEM. */
  privateKey: string;
}

export interface WechatSimulatorOptions {
  /** 0 takes any free port. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
  appId: string;
  appSecret: string;
  merchantId: string;
  /** Serial number of the merchant's API certificate. */
  merchantSerialNo: string;
  /** PEM; the shop's request signatures are checked with it. */
  merchantPublicKey: string;
  /** Exactly 32 bytes. */
  apiV3Key: string;
  /** Made at start if absent. */
  platformKey?: PlatformKey;
  /** Milliseconds between the attempts of one notification; WeChat's own schedule by default. */
  notificationRetryDelaysMs?: readonly number[];
  /** Milliseconds between the attempts of one push; three times five seconds by default. */
  pushRetryDelaysMs?: readonly number[];
  /** How fast those schedules run: 60 makes seconds of minutes. Default 1. */
  timeScale?: number;
  /** Where message push goes; nowhere by default. */
  push?: PushSettings;
  /** The hour in Beijing from which yesterday's bill is there; before it is STATEMENT_CREATING. WeChat's is 10, default 0. */
  billReadyHour?: number;
  /** PEM; shown to whoever asks for the credentials, so only ever one that was made for this. The simulator itself needs it for nothing. */
  shownMerchantPrivateKey?: string;
  /**
   * Whether a payment from before its start is taken at the shop's word when it is refunded or shipped: for a shop that
   * keeps its data while the simulator forgets. WeChat itself, and the default, refuse what they do not know.
   */
  trusting?: boolean;
  /** The simulator's clock; the machine's by default. */
  now?: () => Date;
}

/** Everything a shop and the simulator share in development; keys are PEM. */
export interface SimulatorCredentials {
  appId: string;
  appSecret: string;
  merchantId: string;
  merchantSerialNo: string;
  merchantPrivateKey: string;
  merchantPublicKey: string;
  apiV3Key: string;
  platformKey: PlatformKey & { publicKey: string };
}
