import { Passwords } from '../application/passwords.js';

/** Passwords whose hash can be read, and that are compared at once. */
export class PlainPasswords extends Passwords {
  comparisons = 0;

  async hash(password: string): Promise<string> {
    return `hash of ${password}`;
  }

  async matches(password: string, hash: string | null): Promise<boolean> {
    this.comparisons++;
    return hash === `hash of ${password}`;
  }
}
