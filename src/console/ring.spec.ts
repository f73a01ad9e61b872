import { Ring } from './ring.js';

const numbersOf = (messages: readonly { readonly number: number }[] | null) => messages?.map(({ number }) => number);

describe('the ring', () => {
  it('is gone on with after any message it still has, and after the last one', () => {
    const ring = new Ring();
    for (let n = 1; n <= 4; n++) ring.publish('news', { n });
    expect(numbersOf(ring.after(`${ring.run}-2`))).toEqual([3, 4]);
    expect(ring.after(ring.lastId)).toEqual([]);
  });

  it('cannot be gone on with after a message of another process, one that is forgotten, or one that is yet to come', () => {
    const ring = new Ring(3);
    for (let n = 1; n <= 5; n++) ring.publish('news', { n });
    expect(numbersOf(ring.after(`${ring.run}-2`))).toEqual([3, 4, 5]);
    for (const id of [`${ring.run}-1`, `${ring.run}-6`, `${ring.run}-x`, 'another-2', '']) {
      expect(ring.after(id)).toBeNull();
    }
  });

  it('forgets the oldest when it holds too many bytes', () => {
    const ring = new Ring(100, 1_000);
    for (let n = 1; n <= 10; n++) ring.publish('news', { text: 'x'.repeat(300) });
    expect(numbersOf(ring.after(`${ring.run}-8`))).toEqual([9, 10]);
    expect(ring.after(`${ring.run}-6`)).toBeNull();
  });

  it('writes a message as a server-sent event', () => {
    const ring = new Ring();
    const frames: string[] = [];
    const forget = ring.listen(({ frame }) => frames.push(frame));
    ring.publish('news', { text: 'two\nlines' });
    forget();
    ring.publish('news', {});
    expect(frames).toEqual([`id: ${ring.run}-1\nevent: news\ndata: {"text":"two\\nlines"}\n\n`]);
  });
});
