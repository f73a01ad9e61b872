import { AggregateRoot } from '#kernel';
import { FieldInvalid, TooManyConsents } from './errors.js';

/** What a user said about one purpose. */
export interface Decision {
  /** What the data is used for, for example `marketing`. */
  readonly purpose: string;
  /** Which text the user was shown. */
  readonly version: string;
  readonly granted: boolean;
  /** Where in the mini-program the user was asked; null when it was not told. */
  readonly scene: string | null;
}

export interface Consent extends Decision {
  readonly at: Date;
}

export const PURPOSE = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const VERSION = /^[\x21-\x7e]{1,32}$/;
export const SCENE = /^[\x21-\x7e]{1,64}$/;

/**
 * What one user has agreed to and refused, purpose by purpose; at most 50 purposes. Every decision that differs from
 * the present one is another entry and none is changed: the book proves what was said, and when.
 */
export class ConsentBook extends AggregateRoot<never> {
  static readonly most = 50;
  private readonly entries: Consent[] = [];

  private constructor(
    readonly userId: string,
    private readonly current: Map<string, Consent>,
  ) {
    super();
  }

  /** @param present the latest entry of each purpose */
  static restore(userId: string, present: readonly Consent[]): ConsentBook {
    return new ConsentBook(userId, new Map(present.map((consent) => [consent.purpose, consent])));
  }

  /** The latest entry of each purpose. */
  get present(): readonly Consent[] {
    return [...this.current.values()];
  }

  /** What has been added since the book was loaded, in sequence. */
  get added(): readonly Consent[] {
    return this.entries;
  }

  /** Saying once more what holds already adds nothing. @throws FieldInvalid, TooManyConsents */
  decide({ purpose, version, granted, scene }: Decision, at: Date): void {
    if (!PURPOSE.test(purpose)) throw new FieldInvalid('purpose');
    if (!VERSION.test(version)) throw new FieldInvalid('version');
    if (scene !== null && !SCENE.test(scene)) throw new FieldInvalid('scene');
    const before = this.current.get(purpose);
    if (before && before.version === version && before.granted === granted && before.scene === scene) return;
    if (!before && this.current.size >= ConsentBook.most) throw new TooManyConsents(ConsentBook.most);
    const consent = { purpose, version, granted, scene, at };
    this.current.set(purpose, consent);
    this.entries.push(consent);
  }
}
