import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { sessionKey as refusals } from '../error-codes.js';
import { SessionKeyRefused } from '../errors.js';
import type { MiniProgramApi } from './mini-program-api.js';

export interface SessionKeyOf {
  readonly openid: string;
  readonly sessionKey: string;
}

const acknowledgement = z.object({});
const renewed = z.object({ session_key: z.string().min(1).max(128) });

/** The key is the text as it came, not what it decodes to. */
export function sessionKeySignature(sessionKey: string, message: string): string {
  return createHmac('sha256', sessionKey).update(message).digest('hex');
}

export async function isSessionKeyValid(api: MiniProgramApi, of: SessionKeyOf): Promise<boolean> {
  try {
    await api.authorised({ ...call('checksession', of), answer: acknowledgement });
    return true;
  } catch (error) {
    if (error instanceof SessionKeyRefused) return false;
    throw error;
  }
}

export async function resetSessionKey(api: MiniProgramApi, of: SessionKeyOf): Promise<string> {
  return (await api.authorised({ ...call('resetusersessionkey', of), answer: renewed })).session_key;
}

function call(endpoint: string, { openid, sessionKey }: SessionKeyOf) {
  const signature = sessionKeySignature(sessionKey, '');
  return {
    operation: endpoint,
    method: 'GET',
    path: `/wxa/${endpoint}`,
    query: { openid, signature, sig_method: 'hmac_sha256' },
    refusals,
  } as const;
}
