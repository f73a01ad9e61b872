import { bytesOf, ReadyJson } from './ready-json.js';

describe('ready JSON', () => {
  const value = { name: '龙井 🍵 "é"', at: new Date(0), fen: 1 };

  it('is the UTF-8 of the JSON, a byte in each character', () => {
    const { bytes } = ReadyJson.of(value);
    expect(Buffer.from(bytes, 'latin1')).toEqual(Buffer.from(JSON.stringify(value), 'utf8'));
    expect(bytes).toHaveLength(Buffer.byteLength(JSON.stringify(value)));
    expect(bytesOf('茶')).toHaveLength(3);
  });

  it('has a tag of its bytes where others may keep it, the same in every process', () => {
    const [one, same, other] = [value, { ...value }, { ...value, fen: 2 }].map((each) =>
      ReadyJson.tagged(each, { vary: 'x' }),
    );
    expect(one?.headers).toEqual(['vary', 'x', 'etag', one?.tag]);
    expect(same?.tag).toBe(one?.tag);
    expect(other?.tag).not.toBe(one?.tag);
    expect([ReadyJson.of(value).tag, ReadyJson.of(value).headers]).toEqual([null, []]);
  });

  it('gives its value back as JSON holds it', () => {
    expect(ReadyJson.of(value).value).toEqual({ ...value, at: '1970-01-01T00:00:00.000Z' });
  });
});
