import { pushOf } from './push.js';

const event = { FromUserName: 'oShopper', CreateTime: 1714036504, MsgType: 'event', Event: 'wxa_media_check' };
const keyOf = (fields: Record<string, unknown>) => pushOf(fields)?.key;

describe('a push', () => {
  it('has the same key when it comes again, in XML as in JSON, whatever else it says', () => {
    expect(keyOf({ ...event, CreateTime: '1714036504', label: '100' })).toBe(keyOf({ ...event, label: 100 }));
  });

  it.each([
    { FromUserName: 'oSomebody' },
    { CreateTime: 1714036505 },
    { Event: 'another' },
    { transaction_id: '42' },
    { trace_id: '5f' },
    { settlement_time: 1714036504 },
  ])('has another key when it is another one: %j', (change) => {
    expect(keyOf({ ...event, ...change })).not.toBe(keyOf(event));
  });

  it('is known by its MsgId alone where it has one', () => {
    const message = { ...event, MsgType: 'text', Event: undefined, MsgId: 23637352 };
    expect(keyOf({ ...message, MsgId: '23637352', CreateTime: 1 })).toBe(keyOf(message));
    expect(keyOf({ ...message, MsgId: 23637353 })).not.toBe(keyOf(message));
    expect(pushOf(message)?.event).toBe('message');
  });

  it('is not taken for its neighbour when JSON rounds both their ids', () => {
    const one = JSON.parse('{"MsgType":"text","MsgId":23637352235060880,"FromUserName":"oA","CreateTime":1}');
    const other = JSON.parse('{"MsgType":"text","MsgId":23637352235060881,"FromUserName":"oB","CreateTime":1}');
    expect(one.MsgId).toBe(other.MsgId);
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  it('says nothing of whom it is about in its key', () => {
    expect(keyOf(event)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<Record<string, unknown>>([
    {},
    { ...event, Event: 'a b' },
    { ...event, Event: ['a', 'b'] },
    { ...event, Event: 'x'.repeat(65) },
    { ...event, FromUserName: undefined },
    { ...event, CreateTime: undefined },
    { ...event, Event: undefined, MsgType: undefined },
    { ...event, FromUserName: { $ne: '' } },
  ])('is none that cannot be told from another one: %j', (fields) => {
    expect(pushOf(fields)).toBeNull();
  });
});
