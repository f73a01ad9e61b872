import { createPublicKey } from 'node:crypto';
import { AccessTokens } from './access-tokens.js';
import { Clock } from './clock.js';
import { Faults } from './faults.js';
import { Ledger } from './ledger.js';
import { MiniProgram } from './mini-program.js';
import { Notifier } from './notifier.js';
import type { PlatformKey, WechatSimulatorOptions } from './options.js';
import { Pace } from './pace.js';
import { Payments } from './payments.js';
import { PlatformCertificates } from './platform-certificates.js';
import { PlatformSigner } from './platform-signer.js';
import { Pusher } from './pusher.js';
import { Users } from './users.js';

/** Everything that is simulated: people, money, messages, time and what goes wrong. */
export class World {
  readonly clock: Clock;
  readonly now: () => Date;
  readonly pace: Pace;
  readonly faults = new Faults();
  readonly ledger = new Ledger();
  readonly users: Users;
  readonly tokens: AccessTokens;
  readonly certificates: PlatformCertificates;
  readonly signer: PlatformSigner;
  readonly notifier: Notifier;
  readonly payments: Payments;
  readonly pusher: Pusher;
  readonly miniProgram: MiniProgram;
  readonly merchant;

  constructor(
    readonly options: WechatSimulatorOptions,
    platformKey: PlatformKey,
  ) {
    const { merchantId, merchantSerialNo, appId } = options;
    this.clock = new Clock(options.now);
    this.now = this.clock.now;
    this.pace = new Pace(options.timeScale);
    this.users = new Users(this.now);
    this.tokens = new AccessTokens(this.now);
    this.certificates = new PlatformCertificates(this.now);
    this.signer = new PlatformSigner(platformKey, this.certificates, this.now);
    this.merchant = { merchantId, merchantSerialNo, merchantPublicKey: createPublicKey(options.merchantPublicKey) };
    const { faults, now, pace, signer } = this;
    this.notifier = new Notifier({ signer, faults, now, pace, retryDelaysMs: options.notificationRetryDelaysMs });
    this.payments = new Payments(options, this.ledger, this.notifier, now);
    this.pusher = new Pusher({ appId, faults, now, pace, retryDelaysMs: options.pushRetryDelaysMs });
    this.pusher.configure(options.push ?? null);
    this.miniProgram = new MiniProgram(appId, this.users, this.tokens, this.pusher, now);
  }

  async stop(): Promise<void> {
    await Promise.all([this.notifier.close(), this.pusher.close()]);
  }
}
