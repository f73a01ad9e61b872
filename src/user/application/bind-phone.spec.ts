import { ManualClock } from '#kernel';
import { InMemoryUsers } from '../adapters/in-memory-users.js';
import { InMemoryWechatPhone } from '../adapters/in-memory-wechat-phone.js';
import { PhoneCodeInvalid, PhoneTaken, UserNotFound } from '../domain/errors.js';
import { BindPhone } from './bind-phone.js';
import { JoinShop } from './join-shop.js';

describe('binding a phone', () => {
  const users = new InMemoryUsers();
  const wechatPhone = new InMemoryWechatPhone();
  const bindPhone = new BindPhone(users, wechatPhone);
  const join = async () => (await new JoinShop(users, new ManualClock()).execute(1))[0]?.state.id ?? '';
  const phoneOf = (userId: string) => users.phones.get(userId)?.masked ?? null;

  it('binds the number WeChat reveals', async () => {
    const userId = await join();
    wechatPhone.handOut('code', 'mine', '13800138000');
    await bindPhone.execute({ userId, account: 'mine', code: 'code' });
    expect(phoneOf(userId)).toBe('138****8000');
  });

  it('refuses a code of another account, or one that is spent, and keeps the number', async () => {
    const userId = await join();
    wechatPhone.handOut('code', 'mine', '13700137000');
    await expect(bindPhone.execute({ userId, account: 'yours', code: 'code' })).rejects.toThrow(PhoneCodeInvalid);
    await bindPhone.execute({ userId, account: 'mine', code: 'code' });
    await expect(bindPhone.execute({ userId, account: 'mine', code: 'code' })).rejects.toThrow(PhoneCodeInvalid);
    expect(phoneOf(userId)).toBe('137****7000');
  });

  it('refuses a number that another user has bound', async () => {
    const [userId, other] = [await join(), await join()];
    wechatPhone.handOut('code-1', 'mine', '13600136000');
    wechatPhone.handOut('code-2', 'yours', '13600136000');
    await bindPhone.execute({ userId, account: 'mine', code: 'code-1' });
    const again = bindPhone.execute({ userId: other, account: 'yours', code: 'code-2' });
    await expect(again).rejects.toThrow(PhoneTaken);
    expect(phoneOf(other)).toBeNull();
  });

  it('needs a user', async () => {
    wechatPhone.handOut('code', 'mine', '13500135000');
    await expect(bindPhone.execute({ userId: 'nobody', account: 'mine', code: 'code' })).rejects.toThrow(UserNotFound);
  });
});
