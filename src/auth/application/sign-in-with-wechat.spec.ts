import { KeysUnavailable } from '#platform/crypto';
import { onEachDatabase } from '../../../test/support/databases.js';
import { InMemoryVerifiedShoppers } from '../adapters/in-memory-verified-shoppers.js';
import { RandomSecrets } from '../adapters/random-secrets.js';
import { SqlLiveSessions } from '../adapters/sql-live-sessions.js';
import { LoginCodeInvalid } from '../domain/errors.js';
import { profileOf, SigningIn, signingInSchemas } from '../testing/signing-in.js';
import { AuthenticateShopper } from './authenticate-shopper.js';

describe('signing in with WeChat', () => {
  onEachDatabase(signingInSchemas, (database) => {
    let door: SigningIn;
    const signIn = (code: string) => door.signIn(code);
    beforeAll(() => {
      door = new SigningIn(database());
    });
    beforeEach(() => {
      door.clock.advance(1_000);
      door.audit.entries.splice(0);
    });

    it('makes a user of an account that is new, and knows it the next time', async () => {
      const [first, second] = [await signIn('oReturning'), await signIn('oReturning')];
      expect([first.isNew, second.isNew]).toEqual([true, false]);
      expect(second.user.id).toBe(first.user.id);
    });

    it('grants tokens that tell who asks', async () => {
      const { grant, user } = await signIn('oGranted');
      expect(grant).toMatchObject({ tokenType: 'Bearer', expiresIn: 3_600, refreshExpiresIn: 30 * 86_400 });
      const authenticate = new AuthenticateShopper(
        door.accessTokens,
        new SqlLiveSessions(database(), door.clock),
        new RandomSecrets(),
        new InMemoryVerifiedShoppers(door.clock),
      );
      const [sessionId] = grant.refreshToken.split('.');
      expect(await authenticate.execute(grant.accessToken)).toEqual({
        kind: 'shopper',
        id: user.id,
        sessionId,
        account: 'oGranted',
      });
    });

    it('opens a session of its own each time', async () => {
      const [first, second] = [await signIn('oTwice'), await signIn('oTwice')];
      expect(first.grant.refreshToken.split('.')[0]).not.toBe(second.grant.refreshToken.split('.')[0]);
    });

    it('takes accounts that differ in case alone for different users', async () => {
      const [one, other] = [await signIn('oAbCdE'), await signIn('oabcde')];
      expect(other.isNew).toBe(true);
      expect(other.user.id).not.toBe(one.user.id);
    });

    it('makes one user of an account that signs in many times at once', async () => {
      const before = await door.directory.count();
      const all = await Promise.all(Array.from({ length: 10 }, () => signIn('oParallel')));
      expect(new Set(all.map(({ user }) => user.id)).size).toBe(1);
      expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(await door.directory.count()).toBe(before + 1);
    });

    it('keeps the session key of the last sign-in, and no token in the clear', async () => {
      const { user } = await signIn('oKey');
      const first = await door.identities.find(user.id);
      door.clock.advance(1);
      const { grant } = await signIn('oKey');
      const last = await door.identities.find(user.id);
      expect(last?.answeredAt).toEqual(door.clock.now());
      expect(last?.sessionKey).not.toBe(first?.sessionKey);
      const kept = JSON.stringify(await database().query('SELECT * FROM sessions'));
      for (const part of grant.refreshToken.split('.').slice(1)) expect(kept).not.toContain(part);
    });

    it('refuses who is blocked (1107) until the block is lifted', async () => {
      const { user } = await signIn('oBlocked');
      const kept = await door.identities.find(user.id);
      await door.block(user.id);
      await expect(signIn('oBlocked')).rejects.toMatchObject({ code: 1107 });
      expect(await door.identities.find(user.id)).toEqual(kept);
      await door.blocks.remove(user.id);
      expect((await signIn('oBlocked')).user.id).toBe(user.id);
    });

    it('goes on without the session key while the keys that encrypt it are out of reach', async () => {
      const seal = jest.spyOn(door.identities, 'sealSessionKey').mockRejectedValueOnce(new KeysUnavailable());
      const { user, isNew } = await signIn('oNoKeys');
      expect(isNew).toBe(true);
      expect(await door.identities.find(user.id)).toMatchObject({ sessionKey: null });
      seal.mockRestore();
    });

    /** As soon as somebody has looked for them once more. */
    const eraseMeanwhile = (userId: string) =>
      jest.spyOn(door.directory, 'findProfiles').mockImplementationOnce(async (ids) => {
        await door.erase(userId);
        return new Map(ids.map((id) => [id, profileOf(id)]));
      });

    it('makes a new person of somebody who is erased while they sign in, and opens no session of the old one', async () => {
      const { user } = await signIn('oErasedMeanwhile');
      eraseMeanwhile(user.id);
      const again = await signIn('oErasedMeanwhile');
      expect(again.isNew).toBe(true);
      expect(again.user.id).not.toBe(user.id);
      expect(await door.sessionsOf(user.id)).toEqual([]);
    });

    it('is on record, failed or not, without code, key or account', async () => {
      const { user } = await signIn('oOnRecord');
      await expect(signIn('refused')).rejects.toThrow(LoginCodeInvalid);
      expect(door.audit.entries).toMatchObject([
        { type: 'auth.login', actor: { kind: 'shopper', id: user.id }, subject: user.id, facts: { isNew: true } },
        { type: 'auth.login-failed', actor: door.actor, subject: null, facts: { code: 1101 } },
      ]);
      expect(JSON.stringify(door.audit.entries)).not.toMatch(/oOnRecord|refused|key /);
    });

    it('makes nobody a user whose code WeChat refuses', async () => {
      const before = await door.directory.count();
      await expect(signIn('refused')).rejects.toThrow(LoginCodeInvalid);
      expect(await door.directory.count()).toBe(before);
    });
  });
});
