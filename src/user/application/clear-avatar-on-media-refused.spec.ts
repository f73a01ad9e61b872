import { newId } from '#kernel';
import { InMemoryUsers } from '../adapters/in-memory-users.js';
import { AvatarUrl } from '../domain/avatar-url.js';
import { User } from '../domain/user.js';
import { ClearAvatarOnMediaRefused } from './clear-avatar-on-media-refused.js';

const at = new Date('2026-01-01T00:00:00.000Z');
const refused = (userId: string, name: string) => ({ type: 'media.refused' as const, uploadId: 'u', userId, name, at });

describe('a picture that is refused', () => {
  let users: InMemoryUsers;
  let reaction: ClearAvatarOnMediaRefused;
  let userId: string;
  beforeEach(async () => {
    users = new InMemoryUsers();
    reaction = new ClearAvatarOnMediaRefused(users);
    userId = newId();
    await users.add(User.join(userId, at));
    await users.change(userId, (user) => user.show(AvatarUrl.of('https://shop.example/api/v1/uploads/0f.jpg')));
  });
  const avatar = async () => (await users.change(userId, () => undefined)).state.avatarUrl.value;

  it('is nobody’s avatar any more', async () => {
    await reaction.handle(refused(userId, '0f.jpg'));
    expect(await avatar()).toBe('');
  });

  it('leaves an avatar alone that is another picture', async () => {
    await reaction.handle(refused(userId, '1e.jpg'));
    expect(await avatar()).toContain('0f.jpg');
  });

  it('of somebody who was erased meanwhile is no trouble', async () => {
    await expect(reaction.handle(refused(newId(), '0f.jpg'))).resolves.toBeUndefined();
  });
});
