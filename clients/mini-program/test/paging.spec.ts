import { page, ScriptedPhone } from './support/scripted-phone.js';

const LIST = 'GET /products';
let phone: ScriptedPhone;
beforeEach(() => {
  phone = new ScriptedPhone();
  phone.on(LIST, page([{ id: '1' }, { id: '2' }], 'c1'), page([], 'c2'), page([{ id: '3' }], null));
});

it('for await goes over all items, empty pages and all', async () => {
  const seen: string[] = [];
  for await (const { id } of phone.start().products.all({ q: '茶' })) seen.push(id);
  expect(seen).toEqual(['1', '2', '3']);
  const query = `q=${encodeURIComponent('茶')}`;
  expect(phone.requests.map(({ url }) => url.replace(/^.*\?/, ''))).toEqual([
    query,
    `${query}&cursor=c1`,
    `${query}&cursor=c2`,
  ]);
});

it('asks for no page before it is needed', async () => {
  for await (const product of phone.start().products.all()) if (product.id === '2') break;
  expect(phone.requests).toHaveLength(1);
});

it('next gives a page, the same one to who asks twice at once, and an empty one at the end', async () => {
  const pages = phone.start().products.all();
  const [one, same] = await Promise.all([pages.next(), pages.next()]);
  expect([one, same.length, pages.isAtEnd]).toEqual([[{ id: '1' }, { id: '2' }], 2, false]);
  expect([await pages.next(), await pages.next(), await pages.next()]).toEqual([[], [{ id: '3' }], []]);
  expect([pages.isAtEnd, phone.requests.length]).toEqual([true, 3]);
});

it('goes on where it failed', async () => {
  phone.on(LIST, page([{ id: '1' }], 'c1'), 'lost', page([{ id: '2' }], null));
  const pages = phone.start({ retries: 0 }).products.all();
  await pages.next();
  await expect(pages.next()).rejects.toMatchObject({ kind: 'network' });
  expect([await pages.next(), pages.isAtEnd]).toEqual([[{ id: '2' }], true]);
});
