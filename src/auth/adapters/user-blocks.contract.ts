import { newId } from '#kernel';
import type { UserBlocks } from '../domain/user-blocks.js';

const at = new Date('2026-01-31T12:00:00.123Z');

/** What every adapter of the port keeps to. */
export function userBlocksContract(blocks: () => UserBlocks): void {
  const aBlock = () => ({ userId: newId(), reason: '恶意下单，多次拒收', blockedBy: newId(), at });
  const add = async (block: ReturnType<typeof aBlock>) =>
    blocks().add({ ...block, reason: await blocks().sealReason(block.userId, block.reason) });

  it('gives back what was kept', async () => {
    const block = aBlock();
    expect(await add(block)).toBe(true);
    expect(await blocks().find(block.userId)).toEqual(block);
    expect([await blocks().includes(block.userId), await blocks().includes(newId())]).toEqual([true, false]);
  });

  it('knows no block of anybody else', async () => {
    await add(aBlock());
    expect(await blocks().find(newId())).toBeNull();
    expect(await blocks().find('')).toBeNull();
  });

  it('keeps the first block of a user, however many are added at once', async () => {
    const first = aBlock();
    await add(first);
    expect(await add({ ...first, reason: 'another' })).toBe(false);
    expect(await blocks().find(first.userId)).toEqual(first);
    const wanted = aBlock();
    const added = await Promise.all(Array.from({ length: 5 }, () => add(wanted)));
    expect(added.filter(Boolean)).toHaveLength(1);
  });

  it('forgets a block once', async () => {
    const block = aBlock();
    await add(block);
    expect(await blocks().remove(block.userId)).toBe(true);
    expect(await blocks().remove(block.userId)).toBe(false);
    expect(await blocks().find(block.userId)).toBeNull();
  });
}
