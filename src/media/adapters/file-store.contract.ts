import { randomBytes } from 'node:crypto';
import { newId } from '#kernel';
import { openSqlite } from '../../../test/support/databases.js';
import type { FileStore } from '../application/file-store.js';

export const aName = () => `${randomBytes(16).toString('hex')}.jpg`;

/** Null: there is no such file. */
export async function contentOf(store: FileStore, name: string): Promise<Buffer | null> {
  const file = await store.open(name);
  if (!file) return null;
  const content = Buffer.concat((await file.stream.toArray()) as Buffer[]);
  expect(file.bytes).toBe(content.length);
  return content;
}

/** What every store of files keeps to. */
export function fileStoreContract(store: () => FileStore): void {
  it('gives back what it was given, byte by byte', async () => {
    const [name, content] = [aName(), randomBytes(300_000)];
    await store().put(name, content, 'image/jpeg');
    expect((await contentOf(store(), name))?.equals(content)).toBe(true);
  });

  it('has no file that was not written', async () => {
    expect(await store().open(aName())).toBeNull();
  });

  it('has no file any more that was deleted, and does not mind to be asked twice', async () => {
    const name = aName();
    await store().put(name, Buffer.from('picture'), 'image/png');
    for (let time = 0; time < 2; time++) await store().delete(name);
    expect(await store().open(name)).toBeNull();
  });

  it('holds files apart', async () => {
    const [one, other] = [aName(), aName()];
    await store().put(one, Buffer.from('one'), 'image/jpeg');
    await store().put(other, Buffer.from('other'), 'image/jpeg');
    await store().delete(one);
    expect(String(await contentOf(store(), other))).toBe('other');
  });

  it('lets a reader go who does not read on', async () => {
    const name = aName();
    await store().put(name, randomBytes(2_000_000), 'image/jpeg');
    (await store().open(name))?.stream.destroy();
    expect((await contentOf(store(), name))?.length).toBe(2_000_000);
  });

  it.each([
    '',
    '..',
    '../../etc/passwd',
    `a/${aName()}`,
    `..${aName().slice(2)}`,
    `${aName()}/`,
    `${aName()}\n`,
    newId(),
  ])('takes no name that is none: %j', async (name) => {
    await expect(store().open(name)).rejects.toThrow('no name');
    await expect(store().put(name, Buffer.from('x'), 'image/jpeg')).rejects.toThrow('no name');
    await expect(store().delete(name)).rejects.toThrow('no name');
  });

  it('is not asked while a transaction is open', async () => {
    const { database, close } = await openSqlite([]);
    await expect(database.transaction(() => store().open(aName()))).rejects.toThrow('while a transaction is open');
    await close();
  });
}
