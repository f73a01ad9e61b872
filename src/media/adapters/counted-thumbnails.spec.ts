import type { Database } from '#platform/database';
import { figure } from '../../../test/support/figures.js';
import type { Thumbnail } from '../domain/thumbnail.js';
import type { Thumbnails } from '../domain/thumbnails.js';
import { CountedThumbnails } from './counted-thumbnails.js';

const figures = () => Promise.all(['kept', 'dropped'].map((outcome) => figure('thumbnails_drawn_total', { outcome })));

describe('thumbnails that are drawn', () => {
  it('are counted when they are committed, as kept or as dropped', async () => {
    const committed: (() => void)[] = [];
    const database = { afterCommit: (action: () => void) => committed.push(action) } as unknown as Database;
    const add = jest.fn<Promise<boolean>, unknown[]>().mockResolvedValue(true).mockResolvedValueOnce(false);
    const thumbnails = new CountedThumbnails({ add } as unknown as Thumbnails, database);
    const before = await figures();
    const answers: boolean[] = [];
    for (let side = 0; side < 3; side++) answers.push(await thumbnails.add('U1', {} as Thumbnail));
    expect(answers).toEqual([false, true, true]);
    expect(await figures()).toEqual(before);
    for (const count of committed) count();
    const [kept = 0, dropped = 0] = before;
    expect(await figures()).toEqual([kept + 2, dropped + 1]);
  });
});
