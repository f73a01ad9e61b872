import { createCipheriv, createHash, randomBytes } from 'node:crypto';

export type PushFields = Readonly<Record<string, unknown>>;

export interface SignedPush {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Account {
  readonly token: string;
  /** Null: plain mode. */
  readonly aesKey: string | null;
  readonly appId: string;
}

interface Sending {
  readonly format?: 'json' | 'xml';
  /** Seconds since the epoch. */
  readonly timestamp?: number;
}

const sha1 = (...parts: readonly string[]) =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

/** Signs and encrypts like WeChat, from the protocol's description and with nothing of the shop's. */
export class PushSender {
  constructor(readonly account: Account) {}

  /** As WeChat sends a push in the mode of the account. */
  push(fields: PushFields, { format = 'json', timestamp = Math.floor(Date.now() / 1000) }: Sending = {}): SignedPush {
    const { token, aesKey } = this.account;
    const write = format === 'json' ? JSON.stringify : xmlOf;
    const message = write(fields);
    const signed = this.signed(`${timestamp}`);
    const openid = String(fields['FromUserName']);
    if (aesKey === null) return { query: { ...signed, openid }, body: message };
    const Encrypt = this.encrypt(message);
    const msg_signature = sha1(token, signed.timestamp, signed.nonce, Encrypt);
    const query = { ...signed, openid, encrypt_type: 'aes', msg_signature };
    return { query, body: write({ ToUserName: fields['ToUserName'] ?? 'gh_shop', Encrypt }) };
  }

  /** The question whether an address is ours. */
  check(echostr: string, timestamp = Math.floor(Date.now() / 1000)): Readonly<Record<string, string>> {
    return { ...this.signed(`${timestamp}`), echostr };
  }

  /** A body of anybody's making under a signature of ours. */
  signedEncryption(encrypted: string): SignedPush {
    const { timestamp, nonce } = this.signed(`${Math.floor(Date.now() / 1000)}`);
    const msg_signature = sha1(this.account.token, timestamp, nonce, encrypted);
    return { query: { timestamp, nonce, msg_signature }, body: JSON.stringify({ Encrypt: encrypted }) };
  }

  encrypt(message: string): string {
    const key = Buffer.from(`${this.account.aesKey}=`, 'base64');
    const bytes = Buffer.from(message);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    const content = Buffer.concat([randomBytes(16), length, bytes, Buffer.from(this.account.appId)]);
    const padding = 32 - (content.length % 32);
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([content, Buffer.alloc(padding, padding)]);
    return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
  }

  private signed(timestamp: string) {
    const nonce = `${randomBytes(4).readUInt32BE()}`;
    return { signature: sha1(this.account.token, timestamp, nonce), timestamp, nonce };
  }
}

function xmlOf(fields: PushFields): string {
  return `<xml>${elements(fields)}</xml>`;
}

function elements(fields: object): string {
  const content = (value: unknown) => {
    if (typeof value === 'object' && value !== null) return elements(value);
    return typeof value === 'number' ? `${value}` : `<![CDATA[${String(value)}]]>`;
  };
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('');
}
