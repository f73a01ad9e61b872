import { newId } from '#kernel';
import { type CloudEvent, fromCloudEvent, parseCloudEvent, toCloudEvent } from './cloud-event.js';

const at = new Date('2026-11-25T08:00:00.123Z');
const stored = {
  id: newId(),
  aggregateId: newId(),
  sequence: 3,
  attempts: 0,
  first: false,
  event: { type: 'lamp.lit', at, lampId: 'l1', hours: [1, 2] },
};

describe('a cloud event', () => {
  const event = toCloudEvent(stored, 'lamps', 2);

  it('says in the terms of CloudEvents 1.0 what has happened, and keeps the rest in data', () => {
    expect(event).toEqual({
      specversion: '1.0',
      id: stored.id,
      source: '/jishi/lamps',
      type: 'lamp.lit',
      subject: stored.aggregateId,
      time: '2026-11-25T08:00:00.123Z',
      datacontenttype: 'application/json',
      dataversion: 2,
      aggregateversion: 3,
      data: { lampId: 'l1', hours: [1, 2] },
    });
  });

  it('comes out as it went in', () => {
    expect(fromCloudEvent(parseCloudEvent(JSON.stringify(event)))).toEqual(stored);
  });

  it.each<[string, (event: CloudEvent) => unknown]>([
    ['no JSON', () => 'lamp'],
    ['another specification', (one) => ({ ...one, specversion: '0.3' })],
    ['no id', (one) => ({ ...one, id: '' })],
    ['no version', (one) => ({ ...one, dataversion: undefined })],
    ['no time', (one) => ({ ...one, time: 'yesterday' })],
    ['no data', (one) => ({ ...one, data: null })],
  ])('is not made of a message with %s', (_, spoil) => {
    const spoilt = spoil(event);
    const text = typeof spoilt === 'string' ? spoilt : JSON.stringify(spoilt);
    expect(() => parseCloudEvent(text)).toThrow();
  });

  it('may say more than is known here', () => {
    const more = { ...event, traceparent: '00-x', data: { ...event.data, colour: 'red' } };
    expect(fromCloudEvent(parseCloudEvent(JSON.stringify(more))).event).toMatchObject({ colour: 'red' });
  });
});
