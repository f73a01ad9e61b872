import type { DomainError, ErrorKind } from '#kernel';
import * as errors from './errors.js';

type Told = [string, () => DomainError, number, ErrorKind, Record<string, unknown> | null];

it.each<Told>([
  ['another type of file', () => new errors.PictureTypeUnsupported(), 415, 'unsupported-type', null],
  ['a broken picture', () => new errors.PictureBroken(), 422, 'unprocessable', null],
  [
    'a picture of too many pixels',
    () => new errors.PictureTooDetailed(40, 8),
    422,
    'unprocessable',
    { mostPixels: 40, longestSide: 8 },
  ],
  ['a picture too many', () => new errors.TooManyUploads(3), 409, 'conflict', { most: 3 }],
  ['a picture there is none of', () => new errors.PictureNotFound(), 404, 'not-found', null],
  ['a store of pictures that is away', () => new errors.PicturesUnavailable(), 503, 'unavailable', null],
])('tells of %s by code and class, in Chinese and in English', (_, refuse, code, kind, facts) => {
  const refusal = refuse();
  expect(refusal.description).toMatchObject({ code, kind });
  expect(refusal.facts).toEqual(facts);
  expect(refusal.description.zh).toMatch(/\p{Script=Han}/u);
  expect(refusal.description.en).toMatch(/^[A-Z]/);
});

it('a store of pictures that is away is asked again soon, or when it says', () => {
  expect(new errors.PicturesUnavailable().retryAfterSeconds).toBe(5);
  expect(new errors.PicturesUnavailable(30).retryAfterSeconds).toBe(30);
});
