import { Upload, type Verdict } from './upload.js';

const now = new Date('2026-01-01T00:00:00.000Z');
const facts = {
  id: 'u1',
  name: 'n.jpg',
  uploader: { kind: 'shopper' as const, id: 'anna' },
  type: 'image/jpeg' as const,
  bytes: 1,
  width: 1,
  height: 1,
  digest: 'd',
};
const anUpload = (isChecked = true) => Upload.keep(facts, isChecked, now);
const after = (...verdicts: Verdict[]) => {
  const upload = anUpload();
  const refusals = verdicts.map((verdict) => upload.settle(verdict, now));
  return { status: upload.state.status, refusals, events: upload.takeEvents().map(({ type }) => type) };
};

describe('an upload', () => {
  it('waits for a verdict where somebody looks, and asks them to', () => {
    const upload = anUpload();
    expect(upload.state).toEqual({ ...facts, status: 'pending', uploadedAt: now });
    expect(upload.takeEvents()).toEqual([{ type: 'media.uploaded', uploadId: 'u1', at: now }]);
  });

  it('is unchecked where nobody looks, and shown all the same', () => {
    const upload = anUpload(false);
    expect([upload.state.status, upload.isShown, upload.takeEvents()]).toEqual(['unchecked', true, []]);
  });

  it.each([
    [201, 1, ['media.kept']],
    [1, 900, ['media.kept']],
    [200, 200, []],
  ])('asks for smaller pictures where it is larger than they are: %i × %i', (width, height, types) => {
    const upload = Upload.keep({ ...facts, width, height }, false, now);
    expect(upload.takeEvents().map(({ type }) => type)).toEqual(types);
  });

  it('is shown until it is known to be risky', () => {
    const upload = anUpload();
    expect(upload.isShown).toBe(true);
    upload.settle('risky', now);
    expect(upload.isShown).toBe(false);
  });

  it('tells whose picture is refused, once', () => {
    const upload = anUpload();
    upload.takeEvents();
    expect([upload.settle('risky', now), upload.settle('risky', now)]).toEqual([true, false]);
    expect(upload.takeEvents()).toEqual([
      { type: 'media.refused', uploadId: 'u1', name: 'n.jpg', userId: 'anna', at: now },
    ]);
  });

  it.each<[string, Verdict[], string]>([
    ['passes when it is fine', ['pass'], 'passed'],
    ['passes when WeChat is in doubt, as texts do', ['review'], 'passed'],
    ['is unchecked when nobody could look', ['unknown'], 'unchecked'],
    ['stays passed when somebody else could not look', ['pass', 'unknown'], 'passed'],
    ['is refused by the worse of two verdicts', ['pass', 'risky'], 'refused'],
    ['is not brought back by a better one', ['risky', 'pass', 'unknown'], 'refused'],
    ['passes when it is looked at late', ['unknown', 'pass'], 'passed'],
  ])('%s', (_, verdicts, status) => {
    expect(after(...verdicts).status).toBe(status);
  });

  it('stops waiting, unless the verdict was there', () => {
    const [waiting, passed] = [anUpload(), anUpload()];
    passed.settle('pass', now);
    for (const upload of [waiting, passed]) upload.leaveUnchecked();
    expect([waiting.state.status, passed.state.status]).toEqual(['unchecked', 'passed']);
    expect(Upload.restore(waiting.state).state).toEqual(waiting.state);
  });
});
