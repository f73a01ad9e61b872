import { FieldInvalid } from './errors.js';

const UPLOADED = /^(\/api\/v1)?\/uploads\/[\w-][\w.-]*$/;
/** A server on the developer's own machine, which has no certificate. */
const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?(\/api\/v1)?\/uploads\/[\w-][\w.-]*$/;

/**
 * Where a user's picture is: an https address, a file uploaded to this shop, or empty for no picture.
 * Not the temporary file (`http://tmp/…`, `wxfile://…`) that WeChat's chooseAvatar button hands out: upload it first.
 */
export class AvatarUrl {
  static readonly longest = 255;
  static readonly none = new AvatarUrl('');

  private constructor(readonly value: string) {}

  static accepts(value: string): boolean {
    if (value.length > AvatarUrl.longest) return false;
    return value === '' || UPLOADED.test(value) || LOCAL.test(value) || isHttps(value);
  }

  /** @throws FieldInvalid */
  static of(value: string): AvatarUrl {
    if (!AvatarUrl.accepts(value)) throw new FieldInvalid('avatarUrl');
    return new AvatarUrl(value);
  }

  /** Whether it is the picture whose address ends so. */
  isOf(name: string): boolean {
    return name !== '' && this.value.endsWith(`/${name}`);
  }

  static restore(value: string): AvatarUrl {
    return new AvatarUrl(value);
  }
}

function isHttps(value: string): boolean {
  if (!/^https:\/\/[\x21-\x7e]+$/.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}
