import { newId } from '#kernel';
import { PhoneTaken, UserNotFound } from '../domain/errors.js';
import { AvatarUrl } from '../domain/avatar-url.js';
import { Nickname } from '../domain/nickname.js';
import { PhoneNumber } from '../domain/phone-number.js';
import { User } from '../domain/user.js';
import type { Users } from '../domain/users.js';

const joinedAt = new Date('2026-01-31T23:59:59.999Z');
let subscribers = 13_800_000_000;
const unusedPhone = () => PhoneNumber.of('86', String(subscribers++));

/** What every adapter of the port keeps to. */
export function usersContract(users: () => Users, phoneOf: (id: string) => Promise<string | null>): void {
  const join = async () => {
    const user = User.join(newId(), joinedAt);
    await users().add(user);
    return user.state.id;
  };
  const stateOf = async (id: string) => (await users().change(id, () => undefined)).state;

  it('gives back what was kept', async () => {
    const id = await join();
    const phone = unusedPhone();
    await users().change(id, (user) => {
      user.rename(Nickname.of('小明🛒'));
      user.show(AvatarUrl.of('https://img.example/1.png'));
    });
    await users().bindPhone(id, phone);
    const state = await stateOf(id);
    expect(state).toMatchObject({ id, createdAt: joinedAt });
    expect(await phoneOf(id)).toBe(phone.e164);
    expect((await users().nicknameOf(id)).value).toBe('小明🛒');
    expect([state.nickname.value, state.avatarUrl.value]).toEqual(['小明🛒', 'https://img.example/1.png']);
  });

  it('keeps any number of users without a phone', async () => {
    const [one, other] = [await join(), await join()];
    expect([await phoneOf(one), await phoneOf(other)]).toEqual([null, null]);
  });

  it('refuses a user that does not exist', async () => {
    await expect(users().change(newId(), () => undefined)).rejects.toThrow(UserNotFound);
    await expect(users().change('', () => undefined)).rejects.toThrow(UserNotFound);
    await expect(users().nicknameOf(newId())).rejects.toThrow(UserNotFound);
    await expect(users().bindPhone(newId(), unusedPhone())).rejects.toThrow(UserNotFound);
  });

  it('changes nothing when the change throws', async () => {
    const id = await join();
    const changing = users().change(id, (user) => {
      user.rename(Nickname.of('不会保存'));
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect((await stateOf(id)).nickname.value).toBe(Nickname.initial.value);
  });

  it('lets a phone number belong to one user, who may bind it again', async () => {
    const [one, other] = [await join(), await join()];
    const phone = unusedPhone();
    await users().bindPhone(one, phone);
    await users().bindPhone(one, phone);
    await expect(users().bindPhone(other, phone)).rejects.toThrow(PhoneTaken);
    expect(await phoneOf(other)).toBeNull();
  });

  it('frees a phone number when its user binds another', async () => {
    const [one, other] = [await join(), await join()];
    const phone = unusedPhone();
    await users().bindPhone(one, phone);
    await users().bindPhone(one, unusedPhone());
    await users().bindPhone(other, phone);
    expect(await phoneOf(other)).toBe(phone.e164);
  });

  it('gives a phone number that many bind at once to one of them', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, join));
    const phone = unusedPhone();
    const binding = ids.map((id) => users().bindPhone(id, phone));
    const outcomes = await Promise.allSettled(binding);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
    expect(refusals).toHaveLength(4);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(PhoneTaken);
  });

  it('loses no change of those made at once', async () => {
    const id = await join();
    const phone = unusedPhone();
    await Promise.all([
      users().change(id, (user) => user.rename(Nickname.of('小红'))),
      users().change(id, (user) => user.show(AvatarUrl.of('/uploads/1.png'))),
      users().bindPhone(id, phone),
    ]);
    const { nickname, avatarUrl } = await stateOf(id);
    expect([nickname.value, avatarUrl.value]).toEqual(['小红', '/uploads/1.png']);
    expect(await phoneOf(id)).toBe(phone.e164);
  });
}
