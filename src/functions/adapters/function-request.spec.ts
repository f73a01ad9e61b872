import { newId } from '#kernel';
import { eventIdOf } from './function-request.js';

const id = newId();
const structured = new Headers({ 'content-type': 'application/cloudevents+json; charset=utf-8' });

describe('the event a function is invoked with', () => {
  it('is named by the headers, or by the body, as CloudEvents says', () => {
    const binary = new Headers({ 'ce-specversion': '1.0', 'ce-id': id, 'content-type': 'application/json' });
    expect(eventIdOf(binary, '{"uploadId":"x"}')).toBe(id);
    expect(eventIdOf(structured, JSON.stringify({ specversion: '1.0', id }))).toBe(id);
  });

  it.each<[string, Headers, string]>([
    ['no CloudEvent', new Headers({ 'content-type': 'application/json' }), JSON.stringify({ specversion: '1.0', id })],
    ['of another specification', structured, JSON.stringify({ specversion: '0.3', id })],
    ['without an id of this shop', structured, JSON.stringify({ specversion: '1.0', id: "1' OR 1=1" })],
    ['null', structured, 'null'],
    ['no JSON', structured, '{'],
  ])('is none when the request is %s', (_, headers, body) => {
    expect(eventIdOf(headers, body)).toBeNull();
  });
});
