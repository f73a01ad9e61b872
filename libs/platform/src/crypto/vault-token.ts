import { readFileSync } from 'node:fs';

const FORM = /^[\x21-\x7e]{1,4096}$/;

/** The token this process shows to Vault. An agent may put another one into its file at any time. */
export class VaultToken {
  constructor(
    private current: string,
    private readonly file: string | null,
  ) {}

  get value(): string {
    return this.current;
  }

  /** The token to try after Vault has denied this one; null when there is no other. */
  after(denied: string): string | null {
    this.current = this.inFile() ?? this.current;
    return this.current === denied ? null : this.current;
  }

  private inFile(): string | null {
    if (this.file === null) return null;
    try {
      const text = readFileSync(this.file, 'utf8').replace(/[\r\n]+$/, '');
      return FORM.test(text) ? text : null;
    } catch {
      return null;
    }
  }
}
