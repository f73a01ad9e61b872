import { createPrivateKey } from 'node:crypto';
import { ControlError } from './control-error.js';
import { makeRsaKeyPair } from './credentials.js';
import { makePlatformCertificate, type PlatformCertificate } from './platform-certificate.js';

/** `publish` lists a second one, `activate` signs with it, `retire` forgets the first: how WeChat Pay rotates. */
export type CertificateStep = 'publish' | 'activate' | 'retire';

export interface CertificateSummary {
  serialNo: string;
  expireTime: string;
  /** Answers and notifications in certificate mode are signed with it. */
  signs: boolean;
}

/** The platform certificates: one, or two while they are being rotated. The first is made when it is first needed. */
export class PlatformCertificates {
  private listed: PlatformCertificate[] = [];
  private active: PlatformCertificate | undefined;
  private making: Promise<PlatformCertificate> | undefined;

  constructor(private readonly now: () => Date) {}

  async current(): Promise<PlatformCertificate> {
    if (this.active) return this.active;
    this.making ??= this.make();
    const made = await this.making;
    if (this.active) return this.active;
    this.listed = [made];
    this.active = made;
    return made;
  }

  async all(): Promise<readonly PlatformCertificate[]> {
    await this.current();
    return this.listed;
  }

  /** @throws ControlError 409 when there is nothing to activate or to retire, or two are there already */
  async rotate(step: CertificateStep): Promise<CertificateSummary[]> {
    const [first, second] = await this.all();
    if (step === 'publish') {
      if (second) throw new ControlError('two certificates are published already', 409);
      this.listed = [...this.listed, await this.make()];
    } else {
      if (!second) throw new ControlError('publish a second certificate first', 409);
      if (step === 'retire' && this.active === first) throw new ControlError('activate the second one first', 409);
      this.active = second;
      if (step === 'retire') this.listed = [second];
    }
    return this.summaries();
  }

  /** Empty until one was needed. */
  summaries(): CertificateSummary[] {
    return this.listed.map((certificate) => ({
      serialNo: certificate.serialNo,
      expireTime: certificate.expireTime.toISOString(),
      signs: certificate === this.active,
    }));
  }

  private async make(): Promise<PlatformCertificate> {
    const { privateKey } = await makeRsaKeyPair();
    return makePlatformCertificate(createPrivateKey(privateKey), this.now());
  }
}
