import { newId } from '#kernel';
import { InMemoryIdentities } from '../adapters/in-memory-identities.js';
import { WechatDataUnreadable } from '../domain/errors.js';
import { OpenWechatData } from './open-wechat-data.js';
import { type EncryptedUserData, WechatUserData } from './wechat-user-data.js';

/** Opens what is "encrypted" with the session key it is given. */
class Echo extends WechatUserData {
  open({ encryptedData }: EncryptedUserData, sessionKey: string) {
    if (encryptedData !== `by ${sessionKey}`) throw new WechatDataUnreadable();
    return { nickName: '小明' };
  }
}

describe('data that WeChat encrypted', () => {
  const identities = new InMemoryIdentities();
  const opening = new OpenWechatData(identities, new Echo());
  const open = (userId: string, encryptedData: string) =>
    opening.execute({ userId, data: { encryptedData, iv: 'iv' } });
  const userWith = async (sessionKey: string | null) => {
    const identity = { userId: newId(), account: newId(), unionAccount: null, answeredAt: new Date() };
    await identities.add(identity);
    await identities.renew({ ...identity, sessionKey });
    return identity.userId;
  };

  it('opens with the session key that is kept for the user', async () => {
    expect(await open(await userWith('key'), 'by key')).toEqual({ nickName: '小明' });
  });

  it('is refused (1004) when WeChat used another key, when none is kept, and for nobody', async () => {
    await expect(open(await userWith('key'), 'by another')).rejects.toMatchObject({ code: 1004 });
    await expect(open(await userWith(null), 'by key')).rejects.toMatchObject({ code: 1004 });
    await expect(open(newId(), 'by key')).rejects.toMatchObject({ code: 1004 });
  });
});
