import { RefreshToken } from '../domain/refresh-token.js';
import { familyIn } from './refresh-family.js';

const token = new RefreshToken('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'f'.repeat(43), 's'.repeat(43));

describe('familyIn', () => {
  it('is the same for each token of a session, and only for who holds one', () => {
    const family = familyIn({ refreshToken: token.toString() });
    expect(familyIn({ refreshToken: token.followedBy('t'.repeat(43)).toString() })).toBe(family);
    const guessed = new RefreshToken(token.sessionId, 'g'.repeat(43), token.secret);
    expect(familyIn({ refreshToken: guessed.toString() })).not.toBe(family);
  });

  it.each([undefined, null, 'text', {}, { refreshToken: 1 }, { refreshToken: 'x' }])('is null for %j', (body) => {
    expect(familyIn(body)).toBeNull();
  });
});
