import { FieldInvalid } from './errors.js';

/** What a user is called in the shop: 1 to 32 characters (code points), not all of them blank. */
export class Nickname {
  static readonly longest = 32;
  /** What WeChat itself calls users who have not chosen a name. */
  static readonly initial = new Nickname('微信用户');

  private constructor(readonly value: string) {}

  /** @throws FieldInvalid */
  static of(value: string): Nickname {
    if (value.trim() === '' || [...value].length > Nickname.longest) throw new FieldInvalid('nickname');
    return new Nickname(value);
  }

  equals(other: Nickname): boolean {
    return this.value === other.value;
  }

  static restore(value: string): Nickname {
    return new Nickname(value);
  }
}
