import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#platform/config';
import { API_PREFIX, leaveCookie } from '#platform/http';
import { hashed } from '#platform/rate-limit';
import { TrustedDevices } from '../application/trusted-devices.js';
import { canonicalUsername } from '../domain/staff-member.js';
import { DEVICE_TRUSTED } from './keyed-trusted-devices.js';

/**
 * The cookie by which a browser shows that somebody has signed in there under a name before. One for each name, since
 * staff share computers; sent to the sign-in alone.
 */
@Injectable()
export class DeviceCookie {
  constructor(
    private readonly devices: TrustedDevices,
    private readonly config: Config,
  ) {}

  /** Id of the device when it is trusted under this name, else null. */
  async read({ headers }: Pick<FastifyRequest, 'headers'>, typedUsername: string): Promise<string | null> {
    const username = canonicalUsername(typedUsername);
    if (username === null) return null;
    const [, proof] = new RegExp(`(?:^|; ?)${nameFor(username)}=([\\w.-]+)(?=;|$)`).exec(headers.cookie ?? '') ?? [];
    return proof === undefined ? null : this.devices.recognise(username, proof);
  }

  /** Hands a new one to the browser, where there is a key to make it. */
  async give(reply: FastifyReply, username: string): Promise<void> {
    const proof = await this.devices.trust(username);
    if (proof === null) return;
    leaveCookie(reply, this.config.environment, {
      name: nameFor(username),
      value: proof,
      maxAge: DEVICE_TRUSTED / 1000,
      path: `/${API_PREFIX}/auth/staff/login`,
    });
  }
}

function nameFor(username: string): string {
  return `jishi_device_${hashed(username)}`;
}
