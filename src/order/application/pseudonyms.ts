import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { NamedKeys } from '#platform/crypto';

const KEY = 'analytics-pseudonyms';

/** Names that stand for people in analytics: always the same for the same person, and nobody's without the key. */
@Injectable()
export class Pseudonyms {
  constructor(private readonly keys: NamedKeys) {}

  /** Makes pseudonyms of ids. @throws KeysUnavailable */
  async ready(): Promise<(personId: string) => string> {
    const key = await this.keys.get(KEY);
    return (personId) => createHmac('sha256', key).update(personId).digest('base64url');
  }
}
