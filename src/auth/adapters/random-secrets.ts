import { hash } from 'node:crypto';
import { randomBytes } from '#kernel';
import { Secrets } from '../application/secrets.js';

export class RandomSecrets extends Secrets {
  next(): string {
    return randomBytes(32).toString('base64url');
  }

  digest(secret: string): string {
    return hash('sha256', secret, 'base64url');
  }
}
