import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { aJpeg, noise, plain, withExif } from '../../../test/support/pictures.js';
import { MOST_BYTES } from '../application/pictures.js';
import { PictureBroken, PictureTooDetailed, PictureTypeUnsupported } from '../domain/errors.js';
import { LONGEST_SIDE, MOST_PIXELS, SharpPictures } from './sharp-pictures.js';

const pictures = new SharpPictures();
const SECRET = 'taken by Zhang San at home';

describe('a picture that is drawn anew', () => {
  it.each([
    ['JPEG', () => plain().jpeg(), 'image/jpeg'],
    ['PNG', () => plain().png(), 'image/jpeg'],
    ['transparent PNG', () => plain(undefined, 0.5).png(), 'image/png'],
    ['WebP', () => plain().webp(), 'image/jpeg'],
    ['transparent WebP', () => plain(undefined, 0.5).webp(), 'image/png'],
    ['GIF', () => plain().gif(), 'image/png'],
    ['greyscale JPEG', () => plain().greyscale().jpeg(), 'image/jpeg'],
    ['CMYK JPEG', () => plain().toColourspace('cmyk').jpeg(), 'image/jpeg'],
  ])('may have been %s', async (_, make, type) => {
    const { content, ...facts } = await pictures.clean(await make().toBuffer());
    const digest = createHash('sha256').update(content).digest('hex');
    expect(facts).toEqual({ type, bytes: content.length, width: 60, height: 40, digest });
    expect(await sharp(content).metadata()).toMatchObject({
      format: type.slice(6),
      width: 60,
      height: 40,
      space: expect.stringMatching(/srgb|b-w/),
    });
  });

  it('[P36] holds nothing of what the file told besides', async () => {
    const file = await withExif(plain(), SECRET);
    expect(file.includes(SECRET)).toBe(true);
    const { content } = await pictures.clean(file);
    expect(content.includes(SECRET)).toBe(false);
    const { exif, icc, iptc, xmp } = await sharp(content).metadata();
    expect([exif, icc, iptc, xmp]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('stands upright, as EXIF said it should', async () => {
    const { content, width, height } = await pictures.clean(await withExif(plain(), SECRET, 6));
    expect([width, height]).toEqual([40, 60]);
    expect((await sharp(content).metadata()).orientation).toBeUndefined();
  });

  it.each([
    ['a page', '<html><script>alert(1)</script></html>'],
    ['an archive', 'PK\x05\x06archive'],
  ])('is no %s as well, though the file was', async (_, hidden) => {
    for (const file of [await aJpeg(), await plain().png().toBuffer(), await plain().gif().toBuffer()]) {
      const { content } = await pictures.clean(Buffer.concat([file, Buffer.from(hidden, 'latin1')]));
      expect(content.includes(hidden)).toBe(false);
    }
  });

  it('is the first frame of an animation', async () => {
    const frames = await Promise.all(
      [10, 20].map((seed) =>
        plain({ width: 30 + seed, height: 20 })
          .png()
          .toBuffer(),
      ),
    );
    const file = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(file).metadata()).pages).toBe(2);
    const { content } = await pictures.clean(file);
    expect((await sharp(content).metadata()).pages).toBeUndefined();
  });

  it('is at most 2,048 pixels long', async () => {
    expect(await pictures.clean(await aJpeg({ width: 4_000, height: 1_000 }))).toMatchObject({
      width: 2_048,
      height: 512,
    });
  });

  it('is smaller where its file would be too large', async () => {
    const file = await noise({ width: 900, height: 900 }, 4).png().toBuffer();
    expect(file.length).toBeGreaterThan(MOST_BYTES);
    const { bytes, width } = await pictures.clean(file);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    expect(width).toBe(512);
  });
});

describe('[P36] a file is refused', () => {
  const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['SVG', SVG],
    ['SVG with a declaration', `<?xml version="1.0"?>${SVG}`],
    ['HTML', '<!doctype html><html><body onload=alert(1)>'],
    ['PDF', '%PDF-1.7\n'],
    ['BMP', 'BM\x00\x00\x00\x00'],
    ['half a magic number', '\xff\xd8'],
    ['RIFF that is no WebP', 'RIFF\x00\x00\x00\x00AVI '],
  ])('as none of the known types: %s', async (_, content) => {
    await expect(pictures.clean(Buffer.from(content, 'latin1'))).rejects.toThrow(PictureTypeUnsupported);
  });

  it('as none of the known types: TIFF and AVIF, which the library could read', async () => {
    for (const file of [await plain().tiff().toBuffer(), await plain().avif({ effort: 0 }).toBuffer()])
      await expect(pictures.clean(file)).rejects.toThrow(PictureTypeUnsupported);
  });

  it('as broken, when it begins like a picture and is none', async () => {
    const jpeg = await noise({ width: 300, height: 300 }).jpeg().toBuffer();
    const png = await noise({ width: 50, height: 50 }).png().toBuffer();
    const damaged = Buffer.from(png);
    damaged.fill(0, 60, 200);
    const broken = [
      jpeg.subarray(0, 3),
      jpeg.subarray(0, jpeg.length / 2),
      png.subarray(0, png.length / 2),
      damaged,
      Buffer.from(`\xff\xd8\xff${SVG}`, 'latin1'),
      Buffer.from(`GIF89a${SVG}`, 'latin1'),
      Buffer.from(`RIFF\x00\x00\x00\x00WEBP${SVG}`, 'latin1'),
      Buffer.from(`\x89PNG\r\n\x1a\n${SVG}`, 'latin1'),
    ];
    for (const file of broken) await expect(pictures.clean(file)).rejects.toThrow(PictureBroken);
  });

  it('as too detailed, before it is unfolded', async () => {
    const side = Math.ceil(Math.sqrt(MOST_PIXELS)) + 1;
    const bomb = await plain({ width: side, height: side }).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(200_000);
    const line = await plain({ width: LONGEST_SIDE + 1, height: 2 })
      .png()
      .toBuffer();
    for (const file of [bomb, line]) await expect(pictures.clean(file)).rejects.toThrow(PictureTooDetailed);
  });

  it('and the next picture is drawn all the same, also of many at once', async () => {
    const file = await aJpeg();
    const all = [...Array.from({ length: 6 }, () => file), Buffer.from('\xff\xd8\xff', 'latin1')];
    const outcomes = await Promise.allSettled(all.map((one) => pictures.clean(one)));
    expect(outcomes.map(({ status }) => status)).toEqual([...Array<string>(6).fill('fulfilled'), 'rejected']);
  });

  it.each([
    ['JPEG', 1, 'image/jpeg'],
    ['transparent', 0.5, 'image/png'],
  ])('and is %s can be drawn smaller, with its shape and its kind', async (_, alpha, type) => {
    const { content: picture } = await pictures.clean(await plain({ width: 900, height: 300 }, alpha).png().toBuffer());
    const { content, ...facts } = await pictures.smaller(picture, 200);
    expect(facts).toMatchObject({ type, width: 200, height: 67, bytes: content.length });
    expect(await sharp(content).metadata()).toMatchObject({ format: type.slice(6), width: 200, height: 67 });
    await expect(pictures.smaller(Buffer.from('no picture'), 200)).rejects.toThrow(PictureBroken);
  });
});
