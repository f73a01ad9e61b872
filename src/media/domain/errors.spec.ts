import { tellsOfEach } from '../../../test/support/refusals.js';
import * as errors from './errors.js';

tellsOfEach([
  ['another type of file', () => new errors.PictureTypeUnsupported(), 415, 'unsupported-type'],
  ['a broken picture', () => new errors.PictureBroken(), 422, 'unprocessable'],
  [
    'a picture of too many pixels',
    () => new errors.PictureTooDetailed(40, 8),
    422,
    'unprocessable',
    { mostPixels: 40, longestSide: 8 },
  ],
  ['a picture too many', () => new errors.TooManyUploads(3), 409, 'conflict', { most: 3 }],
  ['a picture there is none of', () => new errors.PictureNotFound(), 404, 'not-found'],
  ['a store of pictures that is away', () => new errors.PicturesUnavailable(), 503, 'unavailable'],
]);

it('a store of pictures that is away is asked again soon, or when it says', () => {
  expect(new errors.PicturesUnavailable().retryAfterSeconds).toBe(5);
  expect(new errors.PicturesUnavailable(30).retryAfterSeconds).toBe(30);
});
