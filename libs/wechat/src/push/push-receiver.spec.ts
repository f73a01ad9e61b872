import { randomBytes } from 'node:crypto';
import { DomainError } from '#kernel';
import { PushSender } from '../../../../test/support/push-sender.js';
import { PushForged, PushIllegible } from './push-errors.js';
import { PushReceiver } from './push-receiver.js';
import type { PushQuery } from './push-signature.js';

const NOW = new Date('2026-11-23T04:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const account = { token: 'AAAAA', aesKey: 'A'.repeat(43), appId: 'wxba5fad812f8e6fb9' };
const safe = new PushReceiver(account);
const sender = new PushSender(account);
const plainAccount = { ...account, aesKey: null };
const plain = new PushReceiver({ ...plainAccount, now: () => NOW });
const plainSender = new PushSender(plainAccount);

const settlement = {
  ToUserName: 'gh_shop',
  FromUserName: 'oShopper',
  CreateTime: 1714036504,
  MsgType: 'event',
  Event: 'trade_manage_order_settlement',
  transaction_id: '4200000000202611230000000001',
};
const texts = Object.fromEntries(Object.entries(settlement).map(([name, value]) => [name, `${value}`]));

const opening =
  ({ query, body }: { readonly query: PushQuery; readonly body: string }, receiver = safe) =>
  () =>
    receiver.open(query, body);

describe('the question whether an address is ours', () => {
  it('is answered with echostr as it came, for the signature WeChat publishes', () => {
    const published = { timestamp: '1714036504', nonce: '1514711492' };
    const signature = 'f464b24fc39322e44b38aa78f5edd27bd1441696';
    for (const echostr of ['4375120948345356249', ' <a>&"\n', ''])
      expect(safe.echo({ ...published, signature, echostr })).toBe(echostr);
    expect(plain.echo({ ...published, signature, echostr: 'x' })).toBe('x');
  });

  it('is not answered to anybody else', () => {
    const query = sender.check('x');
    for (const name of ['signature', 'timestamp', 'nonce'] as const) {
      for (const value of tampered(query[name] ?? ''))
        expect(() => safe.echo({ ...query, [name]: value })).toThrow(PushForged);
      expect(() => safe.echo({ ...query, [name]: undefined })).toThrow(PushForged);
      expect(() => safe.echo({ ...query, [name]: [query[name], query[name]] })).toThrow(PushForged);
    }
    expect(() => safe.echo({ ...query, signature: query['signature']?.toUpperCase() })).toThrow(PushForged);
    expect(() => safe.echo(new PushSender({ ...account, token: 'BBBBB' }).check('x'))).toThrow(PushForged);
  });

  it('without an echostr is refused', () => {
    expect(() => safe.echo({ ...sender.check('x'), echostr: undefined })).toThrow(PushIllegible);
  });
});

describe('[P24] a push in safe mode', () => {
  it.each([
    ['json', settlement],
    ['xml', texts],
  ] as const)('arrives as it was sent, in %s', (format, fields) => {
    const push = opening(sender.push(settlement, { format }))();
    expect(push).toEqual({ event: settlement.Event, key: expect.stringMatching(/^[0-9a-f]{64}$/), fields });
  });

  it('arrives whatever its length and its letters', () => {
    for (let length = 0; length < 70; length++) {
      const Content = `${'龙'.repeat(length)}]]`;
      for (const format of ['json', 'xml'] as const)
        expect(opening(sender.push({ ...settlement, Content }, { format }))().fields).toMatchObject({ Content });
    }
  });

  it('is not too old: what was signed is the message itself, and a repeat has no effect', () => {
    expect(opening(sender.push(settlement, { timestamp: 1714036504 }))().event).toBe(settlement.Event);
  });

  it('is refused when any byte of what is signed was changed', () => {
    const { query, body } = sender.push(settlement);
    const { Encrypt } = JSON.parse(body) as { Encrypt: string };
    for (const changed of tampered(Encrypt))
      expect(opening({ query, body: JSON.stringify({ Encrypt: changed }) })).toThrow(PushForged);
    for (const name of ['msg_signature', 'timestamp', 'nonce'])
      for (const changed of tampered(query[name] ?? ''))
        expect(opening({ query: { ...query, [name]: changed }, body })).toThrow(PushForged);
  });

  it('is refused by its signature alone, whether it is encrypted or not', () => {
    const { query, body } = sender.push(settlement);
    expect(opening({ query: { ...query, msg_signature: undefined }, body })).toThrow(PushForged);
    expect(opening({ query: { ...query, msg_signature: query['signature'] ?? '' }, body })).toThrow(PushForged);
    expect(opening({ query, body: JSON.stringify(settlement) })).toThrow(PushForged);
    expect(opening(plainSender.push(settlement))).toThrow(PushForged);
  });

  it('is accepted by msg_signature alone', () => {
    const { msg_signature = '', timestamp = '', nonce = '' } = sender.push(settlement).query;
    expect(opening({ query: { msg_signature, timestamp, nonce }, body: '{}' })).toThrow(PushForged);
    const { query, body } = sender.signedEncryption(sender.encrypt(JSON.stringify(settlement)));
    expect(opening({ query, body })().event).toBe(settlement.Event);
  });

  it('reads what was encrypted, and not what stands beside it', () => {
    const { query, body } = sender.push(settlement);
    const beside = JSON.stringify({ ...settlement, Event: 'another', ...JSON.parse(body) });
    expect(opening({ query, body: beside })().event).toBe(settlement.Event);
  });

  it('is refused when it was encrypted for another app, or for none', () => {
    for (const appId of ['wxba5fad812f8e6fb8', '', `${account.appId}0`, account.appId.toUpperCase()])
      expect(opening(new PushSender({ ...account, appId }).push(settlement))).toThrow(PushForged);
  });

  it('is refused when it was encrypted with another key', () => {
    const aesKey = randomBytes(32).toString('base64').slice(0, 43);
    expect(refusalOf(opening(new PushSender({ ...account, aesKey }).push(settlement)))).toBe('refused');
  });

  it.each([
    ['nothing', ''],
    ['half a block', randomBytes(8).toString('base64')],
    ['no base64', '!'.repeat(64)],
    ['base64 that could be written otherwise', `${Buffer.alloc(31).toString('base64').slice(0, -2)}B=`],
    ['noise', randomBytes(256).toString('base64')],
    ['text', sender.encrypt('hello')],
    ['an array', sender.encrypt('[]')],
    ['no event', sender.encrypt('{}')],
    ['an event without a time', sender.encrypt('{"Event":"x","FromUserName":"o"}')],
  ])('that is signed and holds %s cannot be read', (_, encrypted) => {
    expect(opening(sender.signedEncryption(encrypted))).toThrow(PushIllegible);
  });

  it('that is signed and damaged is never more than a refusal', () => {
    const ciphertext = Buffer.from(sender.encrypt(JSON.stringify(settlement)), 'base64');
    for (let at = 0; at < ciphertext.length; at++) {
      const damaged = Buffer.from(ciphertext);
      damaged[at] = (damaged[at] ?? 0) ^ 0x80;
      const { query, body } = sender.signedEncryption(damaged.toString('base64'));
      expect(refusalOf(opening({ query, body }))).not.toBe('unforeseen');
    }
  });
});

describe('a push in plain mode', () => {
  it.each(['json', 'xml'] as const)('arrives when it is signed, in %s', (format) => {
    const push = opening(plainSender.push(settlement, { format, timestamp: SECONDS }), plain)();
    expect(push).toMatchObject({ event: settlement.Event, fields: format === 'json' ? settlement : texts });
  });

  it('is refused unsigned, or signed with another token', () => {
    const { query, body } = plainSender.push(settlement, { timestamp: SECONDS });
    for (const name of ['signature', 'timestamp', 'nonce'])
      for (const changed of tampered(query[name] ?? ''))
        expect(opening({ query: { ...query, [name]: changed }, body }, plain)).toThrow(PushForged);
    expect(opening({ query: {}, body }, plain)).toThrow(PushForged);
  });

  it('is refused five minutes before and after: its signature would be good for any body', () => {
    for (const off of [-299, 299])
      expect(opening(plainSender.push(settlement, { timestamp: SECONDS + off }), plain)).not.toThrow();
    for (const off of [-300, 300])
      expect(opening(plainSender.push(settlement, { timestamp: SECONDS + off }), plain)).toThrow(PushForged);
  });

  it('is refused when it is encrypted: there is no key to read it with', () => {
    const { query, body } = sender.push(settlement, { timestamp: SECONDS });
    expect(opening({ query, body }, plain)).toThrow(PushIllegible);
  });
});

it('an EncodingAESKey that is none is refused at once', () => {
  expect(() => new PushReceiver({ ...account, aesKey: 'A'.repeat(42) })).toThrow('must stand for 32 bytes');
});

/** The text with each of its characters changed in turn, and with one less and one more. */
function tampered(text: string): string[] {
  const changed = [...text].map((character, at) => {
    const other = character === '0' ? '1' : '0';
    return text.slice(0, at) + other + text.slice(at + 1);
  });
  return [...changed, text.slice(1), `${text}0`, ''];
}

function refusalOf(open: () => unknown): string {
  try {
    open();
    return 'none';
  } catch (error) {
    return error instanceof DomainError ? 'refused' : 'unforeseen';
  }
}
