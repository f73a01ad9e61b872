import { ManualClock } from '#kernel';
import { ContentRefused } from '#platform/wechat-errors';
import { InMemoryContentCheck } from '../adapters/in-memory-content-check.js';
import { InMemoryUsers } from '../adapters/in-memory-users.js';
import { FieldInvalid } from '../domain/errors.js';
import { JoinShop } from './join-shop.js';
import { UpdateProfile } from './update-profile.js';

describe('updating the profile', () => {
  const users = new InMemoryUsers();
  const check = new InMemoryContentCheck();
  const updateProfile = new UpdateProfile(users, check);
  const account = 'account';
  beforeEach(() => (check.asked.length = 0));
  const join = async () => (await new JoinShop(users, new ManualClock()).execute(1))[0]?.state.id ?? '';
  const profileOf = (userId: string) => [users.get(userId).nickname.value, users.get(userId).avatarUrl.value];

  it('changes the fields it names and leaves the others', async () => {
    const userId = await join();
    await updateProfile.execute({ userId, account, avatarUrl: 'https://img.example/1.png' });
    await updateProfile.execute({ userId, account, nickname: '小明' });
    await updateProfile.execute({ userId, account });
    expect(profileOf(userId)).toEqual(['小明', 'https://img.example/1.png']);
    await updateProfile.execute({ userId, account, avatarUrl: '' });
    expect(profileOf(userId)).toEqual(['小明', '']);
  });

  it('changes nothing when one of the fields is not valid', async () => {
    const userId = await join();
    const updating = updateProfile.execute({ userId, account, nickname: '小明', avatarUrl: 'http://tmp/1.png' });
    await expect(updating).rejects.toThrow(FieldInvalid);
    expect(profileOf(userId)).toEqual(['微信用户', '']);
  });

  it('refuses a nickname that is risky, and changes nothing', async () => {
    const userId = await join();
    check.risky.add('risky');
    const updating = updateProfile.execute({
      userId,
      account,
      nickname: 'risky',
      avatarUrl: 'https://img.example/1.png',
    });
    await expect(updating).rejects.toThrow(ContentRefused);
    expect(profileOf(userId)).toEqual(['微信用户', '']);
  });

  it('asks about a nickname only when it is another one, and one that somebody chose', async () => {
    const userId = await join();
    for (const nickname of ['微信用户', '小明', '小明', '微信用户'])
      await updateProfile.execute({ userId, account, nickname });
    await updateProfile.execute({ userId, account, avatarUrl: '' });
    expect(check.asked).toEqual(['account: 小明']);
  });

  it('asks about nothing that is refused anyway', async () => {
    const userId = await join();
    const invalid = updateProfile.execute({ userId, account, nickname: '小明', avatarUrl: 'http://tmp/1.png' });
    await expect(invalid).rejects.toThrow(FieldInvalid);
    expect(check.asked).toEqual([]);
  });
});
