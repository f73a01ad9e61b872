import { RefreshToken } from './refresh-token.js';

const id = '01JD0000000000000000000000';
const [family, secret] = ['f'.repeat(43), 's'.repeat(43)];

describe('a refresh token', () => {
  it('survives its way to the client and back', () => {
    expect(RefreshToken.parse(new RefreshToken(id, family, secret).toString())).toEqual({
      sessionId: id,
      family,
      secret,
    });
  });

  it('keeps session and family when it is followed by the next', () => {
    const next = new RefreshToken(id, family, secret).followedBy('n'.repeat(43));
    expect(next).toEqual({ sessionId: id, family, secret: 'n'.repeat(43) });
  });

  it.each([
    ['nothing', ''],
    ['a word', 'token'],
    ['an access token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln'],
    ['a part missing', `${id}.${secret}`],
    ['a part too many', `${id}.${family}.${secret}.${secret}`],
    ['a session id in lower case', `${id.toLowerCase()}.${family}.${secret}`],
    ['something before it', `x${id}.${family}.${secret}`],
    ['something after it', `${id}.${family}.${secret}\n`],
  ])('is not %s', (_, text) => {
    expect(RefreshToken.parse(text)).toBeNull();
  });
});
