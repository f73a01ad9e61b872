import { FieldInvalid } from './errors.js';

const COUNTRY_CODE = /^[1-9]\d{0,2}$/;
const SUBSCRIBER = /^\d{4,14}$/;
/** Digits, country code included (ITU-T E.164). */
const MOST_DIGITS = 15;
/** Digits a masked number never shows. */
const HIDDEN = 4;

/** A telephone number that WeChat vouches for. Personal data. */
export class PhoneNumber {
  private constructor(
    readonly countryCode: string,
    readonly subscriber: string,
  ) {}

  /**
   * @param countryCode digits, for example `86`
   * @param subscriber digits without the country code
   * @throws FieldInvalid
   */
  static of(countryCode: string, subscriber: string): PhoneNumber {
    const valid =
      COUNTRY_CODE.test(countryCode) &&
      SUBSCRIBER.test(subscriber) &&
      countryCode.length + subscriber.length <= MOST_DIGITS;
    if (!valid) throw new FieldInvalid('phone');
    return new PhoneNumber(countryCode, subscriber);
  }

  /** Reads what `toString` wrote. */
  static parse(written: string): PhoneNumber {
    const space = written.indexOf(' ');
    return PhoneNumber.of(written.slice(1, space), written.slice(space + 1));
  }

  /** `+8613800138000`: the same for the same telephone. */
  get e164(): string {
    return `+${this.countryCode}${this.subscriber}`;
  }

  /** `138****8000`; shorter numbers show fewer digits, and none shows its country. */
  get masked(): string {
    const shown = this.subscriber.length - HIDDEN;
    const last = Math.min(4, shown);
    const first = Math.min(3, shown - last);
    return `${this.subscriber.slice(0, first)}****${this.subscriber.slice(this.subscriber.length - last)}`;
  }

  /** `+86 13800138000` */
  toString(): string {
    return `+${this.countryCode} ${this.subscriber}`;
  }
}

/**
 * `+8613800138000` for a number somebody wrote or pasted, perhaps in groups; null: it is none. Eleven digits are a mobile
 * number in China. A plus that was not escaped in a URL arrives as a space.
 */
export function writtenPhone(text: string): string | null {
  if (!/^[+ ]?\d[\d -]*$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  if (/^[+ ]/.test(text)) return digits.length >= 6 && digits.length <= MOST_DIGITS ? `+${digits}` : null;
  return digits.length === 11 ? `+86${digits}` : null;
}
