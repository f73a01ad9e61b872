import type { FastifyReply } from 'fastify';
import { authConfig } from './in-memory-config.js';
import { StaffCookie } from './staff-cookie.js';

const secret = 's'.repeat(43);

function written(
  environment: 'development' | 'production',
  protocol: 'http' | 'https',
  write: (cookie: StaffCookie, reply: FastifyReply) => void,
) {
  const header = jest.fn();
  write(new StaffCookie(authConfig({}, environment)), { header, request: { protocol } } as unknown as FastifyReply);
  return header.mock.calls as unknown;
}

describe('the cookie of staff', () => {
  it.each([
    ['production', 'http', '; Secure'],
    ['production', 'https', '; Secure'],
    ['development', 'https', '; Secure'],
    ['development', 'http', ''],
  ] as const)('in %s over %s is out of reach of scripts and of other sites', (environment, protocol, secure) => {
    expect(written(environment, protocol, (cookie, reply) => cookie.set(reply, secret))).toEqual([
      ['Set-Cookie', `jishi_staff=${secret}; Max-Age=1800; Path=/; HttpOnly; SameSite=Strict${secure}`],
    ]);
  });

  it('is taken back with the attributes it was given with', () => {
    expect(written('production', 'https', (cookie, reply) => cookie.clear(reply))).toEqual([
      ['Set-Cookie', 'jishi_staff=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure'],
    ]);
  });

  it.each([
    [`jishi_staff=${secret}`, secret],
    [`other=1; jishi_staff=${secret}; more=2`, secret],
    [`other=1;jishi_staff=${secret}`, secret],
    [`not_jishi_staff=${secret}`, null],
    [`jishi_staff=${secret}x`, null],
    ['jishi_staff=short', null],
    ['jishi_staff=', null],
    [undefined, null],
  ])('is read from %j', (cookie, expected) => {
    expect(new StaffCookie(authConfig()).read({ headers: { cookie } })).toBe(expected);
  });
});
