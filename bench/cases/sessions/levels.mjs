// Telling who sent a request, by where the answer is found. The goals are those of the article the shop is measured against.
import { newId, Clock } from '#kernel';
import { RedisConnection } from '#platform/cache';
import { RevocableCopies, Revocations } from '#platform/revocation';
import { AccessTokens } from '../../../dist/src/auth/application/access-tokens.js';
import { AuthenticateShopper } from '../../../dist/src/auth/application/authenticate-shopper.js';
import { LiveSessions } from '../../../dist/src/auth/application/live-sessions.js';
import { Secrets } from '../../../dist/src/auth/application/secrets.js';
import { VerifiedShoppers } from '../../../dist/src/auth/application/verified-shoppers.js';
import { Session } from '../../../dist/src/auth/domain/session.js';
import { Sessions } from '../../../dist/src/auth/domain/sessions.js';

const DAY = 86_400_000;
const NO_REDIS = { state: 'off' };

export async function run(bench) {
  const app = await bench.application();
  const tokens = [await signedIn(app), await signedIn(app)];
  const revocations = app.get(Revocations);
  const authenticator = (copies) =>
    new AuthenticateShopper(app.get(AccessTokens), app.get(LiveSessions), app.get(Secrets), copies);
  /** Room for one token, and two that take turns: this process never has the one that is asked for. */
  const forgetful = (redis) => {
    const options = { prefix: 'auth:', most: 1, localTtl: 60_000, redisTtl: 300_000 };
    return authenticator(new RevocableCopies(revocations, redis, app.get(Clock), options));
  };
  const asking = (authenticate) => async (times) => {
    for (let done = 0; done < times; done++) await authenticate.execute(tokens[done % tokens.length]);
  };
  const hot = { name: 'in this process', work: asking(authenticator(app.get(VerifiedShoppers))) };
  const database = { name: 'from the database', work: asking(forgetful(NO_REDIS)) };
  const rows = [
    await bench.compareWork({ what: 'who asks, first time anywhere', goal: '≤ 50 ms (50,000 µs)' }, database, hot),
  ];
  const redis = app.get(RedisConnection);
  if (redis.state === 'up') {
    const warm = { name: 'from Redis', work: asking(forgetful(redis)) };
    rows.push(
      await bench.compareWork({ what: 'who asks, known to another process', goal: '≤ 15 ms (15,000 µs)' }, warm, hot),
    );
  }
  const verify = { name: 'its signature alone', work: verifying(app.get(AccessTokens), tokens) };
  rows.push(await bench.compareWork({ what: 'who asks, known here', goal: '≤ 10 ms (10,000 µs)' }, hot, verify));
  return rows;
}

async function signedIn(app) {
  const [id, userId] = [newId(), newId()];
  const digests = { family: 'family', secret: 'secret' };
  const device = { userAgent: '', ip: '' };
  const lifetimes = { ttl: DAY, maxAge: DAY };
  const session = Session.open({ id, userId, account: 'oBench' }, digests, device, new Date(), lifetimes);
  await app.get(Sessions).add(session);
  return app.get(AccessTokens).issue({ userId, sessionId: id });
}

const verifying = (accessTokens, tokens) => async (times) => {
  for (let done = 0; done < times; done++) accessTokens.verify(tokens[done % tokens.length]);
};
