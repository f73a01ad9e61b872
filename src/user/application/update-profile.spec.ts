import { ManualClock } from '#kernel';
import { InMemoryUsers } from '../adapters/in-memory-users.js';
import { FieldInvalid } from '../domain/errors.js';
import { JoinShop } from './join-shop.js';
import { UpdateProfile } from './update-profile.js';

describe('updating the profile', () => {
  const users = new InMemoryUsers();
  const updateProfile = new UpdateProfile(users);
  const join = async () => (await new JoinShop(users, new ManualClock()).execute()).state.id;
  const profileOf = (userId: string) => [users.get(userId).nickname.value, users.get(userId).avatarUrl.value];

  it('changes the fields it names and leaves the others', async () => {
    const userId = await join();
    await updateProfile.execute({ userId, avatarUrl: 'https://img.example/1.png' });
    await updateProfile.execute({ userId, nickname: '小明' });
    await updateProfile.execute({ userId });
    expect(profileOf(userId)).toEqual(['小明', 'https://img.example/1.png']);
    await updateProfile.execute({ userId, avatarUrl: '' });
    expect(profileOf(userId)).toEqual(['小明', '']);
  });

  it('changes nothing when one of the fields is not valid', async () => {
    const userId = await join();
    const updating = updateProfile.execute({ userId, nickname: '小明', avatarUrl: 'http://tmp/1.png' });
    await expect(updating).rejects.toThrow(FieldInvalid);
    expect(profileOf(userId)).toEqual(['微信用户', '']);
  });
});
