import { decryptPush, pushKeyOf } from './push-cipher.js';
import { PushForged, PushIllegible } from './push-errors.js';
import { readPushBody } from './push-body.js';
import { isPushSigned, type PushQuery, sane } from './push-signature.js';
import { type Push, pushOf } from './push.js';

/** How far the timestamp of a push in plain mode may be from now. Nothing else limits what one signature is good for there. */
const FRESH_MS = 300_000;

export interface PushOptions {
  readonly token: string;
  /** The 43 characters of the EncodingAESKey: safe mode. Null: plain mode. */
  readonly aesKey: string | null;
  /** Whom pushes are encrypted for. */
  readonly appId: string;
  readonly now?: () => Date;
}

/** Tells WeChat's pushes from anybody else's, and reads them. */
export class PushReceiver {
  private readonly key: Buffer | null;
  private readonly now: () => Date;

  /** @throws TypeError for an EncodingAESKey that is none */
  constructor(private readonly options: PushOptions) {
    this.key = options.aesKey === null ? null : pushKeyOf(options.aesKey);
    this.now = options.now ?? (() => new Date());
  }

  /**
   * What to answer when WeChat asks whether this address is ours: its `echostr`, as it came. Old questions are answered
   * too: they change nothing.
   * @throws PushForged, PushIllegible without one
   */
  echo(query: PushQuery): string {
    if (!isPushSigned(query, 'signature', this.options.token)) throw new PushForged();
    const { echostr } = query;
    if (typeof echostr !== 'string') throw new PushIllegible();
    return echostr;
  }

  /** @param body as received. @throws PushForged, PushIllegible */
  open(query: PushQuery, body: string): Push {
    const push = pushOf(this.key ? this.openSafe(query, body, this.key) : this.openPlain(query, body));
    if (!push) throw new PushIllegible();
    return push;
  }

  /** Only `msg_signature` vouches for what was encrypted; a `signature` beside it says nothing. */
  private openSafe(query: PushQuery, body: string, key: Buffer) {
    if (sane(query, 'msg_signature') === null) throw new PushForged();
    const { Encrypt: encrypted } = fieldsOf(body);
    if (typeof encrypted !== 'string') throw new PushForged();
    if (!isPushSigned(query, 'msg_signature', this.options.token, encrypted)) throw new PushForged();
    const decrypted = decryptPush(encrypted, key);
    if (!decrypted) throw new PushIllegible();
    if (decrypted.appId !== this.options.appId) throw new PushForged();
    return fieldsOf(decrypted.message.toString('utf8'));
  }

  /** The signature does not cover the body: who has one could send anything under it, so it soon expires. */
  private openPlain(query: PushQuery, body: string) {
    if (!isPushSigned(query, 'signature', this.options.token)) throw new PushForged();
    if (!this.isFresh(sane(query, 'timestamp') ?? '')) throw new PushForged();
    return fieldsOf(body);
  }

  /** Ten digits and no others: what is signed has no separators, and a digit could move in from the nonce. */
  private isFresh(timestamp: string): boolean {
    return /^\d{10}$/.test(timestamp) && Math.abs(this.now().getTime() - Number(timestamp) * 1000) < FRESH_MS;
  }
}

function fieldsOf(body: string) {
  const fields = readPushBody(body);
  if (!fields) throw new PushIllegible();
  return fields;
}
