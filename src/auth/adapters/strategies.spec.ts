import type { FastifyRequest } from 'fastify';
import { KnownShoppers, Unauthenticated } from '#platform/http';
import type { AuthenticateShopper } from '../application/authenticate-shopper.js';
import type { AuthenticatedStaff, AuthenticateStaff } from '../application/authenticate-staff.js';
import { deviceOf } from './device.js';
import { authConfig } from './in-memory-config.js';
import { ShopperStrategy } from './shopper.strategy.js';
import { StaffCookie } from './staff-cookie.js';
import type { StaffCookieExtension } from './staff-cookie-extension.js';
import { StaffStrategy } from './staff.strategy.js';

const requestWith = (headers: FastifyRequest['headers']) => ({ headers }) as FastifyRequest;
const secret = 's'.repeat(43);

describe('a shopper’s request', () => {
  const execute = jest.fn(async () => ({ kind: 'shopper' as const, id: 'u', sessionId: 's', account: 'a' }));
  const strategy = new ShopperStrategy({ execute } as unknown as AuthenticateShopper, new KnownShoppers());
  beforeEach(() => execute.mockClear());

  it.each(['Bearer token', 'bearer token', 'BEARER  token'])('is known by its token: %j', async (authorization) => {
    expect(await strategy.validate(requestWith({ authorization }))).toMatchObject({ id: 'u' });
    expect(execute).toHaveBeenCalledWith('token');
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic eDp5', 'token', 'Bearer a b'])(
    'without a token has to sign in: %j',
    async (authorization) => {
      await expect(strategy.validate(requestWith({ authorization }))).rejects.toThrow(Unauthenticated);
      expect(execute).not.toHaveBeenCalled();
    },
  );
});

describe('a request of staff', () => {
  const strategyWhere = (authenticated: Partial<AuthenticatedStaff> | null) => {
    const note = jest.fn();
    const useCase = { execute: async () => authenticated } as unknown as AuthenticateStaff;
    const extension = { note } as unknown as StaffCookieExtension;
    return { note, strategy: new StaffStrategy(useCase, new StaffCookie(authConfig()), extension) };
  };
  const request = requestWith({ cookie: `jishi_staff=${secret}` });

  it('has to sign in without a cookie, and with one that opens nothing', async () => {
    await expect(strategyWhere({}).strategy.validate(requestWith({}))).rejects.toThrow(Unauthenticated);
    await expect(strategyWhere(null).strategy.validate(request)).rejects.toThrow(Unauthenticated);
  });

  it('gets its cookie again when it extended the session, and only then', async () => {
    const [extended, recent] = [strategyWhere({ extended: true }), strategyWhere({ extended: false })];
    await extended.strategy.validate(request);
    await recent.strategy.validate(request);
    expect(extended.note).toHaveBeenCalledWith(request, secret);
    expect(recent.note).not.toHaveBeenCalled();
  });
});

describe('a device', () => {
  it('is what the client says about itself, as far as it can be kept', () => {
    expect(deviceOf({ headers: { 'user-agent': 'x'.repeat(300) }, ip: '2001:db8::1' })).toEqual({
      userAgent: 'x'.repeat(255),
      ip: '2001:db8::1',
    });
    expect(deviceOf({ headers: {}, ip: 'claimed; by a client' })).toEqual({ userAgent: '', ip: '' });
  });
});
