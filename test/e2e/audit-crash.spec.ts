import { databaseRows } from '../support/database-rows.js';
import { onEachStack, Shop } from '../support/shop.js';
import { until } from '../support/until.js';

const SIGN_INS = 20;

onEachStack((stack) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ stack, processes: 1 });
  });
  afterAll(() => shop?.close());

  const recorded = async () => {
    const sql = `SELECT subject FROM audit_log WHERE type = 'auth.login'`;
    return (await databaseRows<{ subject: string }>(shop.databaseUrl, sql)).map(({ subject }) => subject);
  };
  const signIn = async (name: string) => (await shop.logIn(name)).user.id;

  it('a process that is killed loses no sign-in from its record but those of its last moment', async () => {
    const before = await Promise.all(Array.from({ length: SIGN_INS }, (_, n) => signIn(`oBefore${n}`)));
    await until(async () => (await recorded()).length === SIGN_INS);
    const maybe = await signIn('oLast');
    await shop.kill();
    await shop.start(1);
    const after = await recorded();
    expect(before.filter((id) => !after.includes(id))).toEqual([]);
    expect(after.filter((id) => id !== maybe)).toHaveLength(SIGN_INS);
  });

  it('[P33] a process that is told to stop loses none', async () => {
    const all = await Promise.all(Array.from({ length: SIGN_INS }, (_, n) => signIn(`oStopped${n}`)));
    await shop.stop();
    const kept = await recorded();
    expect(all.filter((id) => !kept.includes(id))).toEqual([]);
    await shop.start(1);
  });
});
