import { createHash, randomBytes } from 'node:crypto';
import { Secrets } from '../application/secrets.js';

export class RandomSecrets extends Secrets {
  next(): string {
    return randomBytes(32).toString('base64url');
  }

  digest(secret: string): string {
    return createHash('sha256').update(secret).digest('base64url');
  }
}
