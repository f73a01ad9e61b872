import { fingerprintOf } from './idempotency-key.js';

describe('the fingerprint of a request', () => {
  const of = (body: unknown, url = '/api/v1/admin/staff') => fingerprintOf(url, body);

  it('is the same for the same request, and another for another body or path', () => {
    expect(of({ a: 1, b: ['c'] })).toBe(of({ a: 1, b: ['c'] }));
    expect(of({ a: 1 })).not.toBe(of({ a: 2 }));
    expect(of({ a: 1 })).not.toBe(of({ a: 1 }, '/api/v1/admin/stock'));
    expect(of(undefined)).toBe(of(null));
  });

  it('tells nothing about a password', () => {
    expect(of({ username: 'x', password: 'one' })).toBe(of({ username: 'x', password: 'two' }));
    expect(of({ deep: { newPassword: 'one' } })).toBe(of({ deep: { newPassword: 'two' } }));
  });
});
