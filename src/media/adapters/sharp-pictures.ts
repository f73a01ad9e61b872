import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Semaphore } from 'async-mutex';
import type SharpModule from 'sharp';
import { type CleanPicture, MOST_BYTES, Pictures } from '../application/pictures.js';
import { PictureBroken, PictureTooDetailed, PictureTypeUnsupported } from '../domain/errors.js';

type Sharp = typeof SharpModule;
type Drawing = ReturnType<Sharp>;

/** Before anything is decoded: a file of some kilobytes may unfold to gigabytes. A decoded picture of this size has 100 MB. */
export const MOST_PIXELS = 25_000_000;
export const LONGEST_SIDE = 10_000;
/** Pixels of the longest side of what is kept; the later ones where the file would be too large. 512 × 512 always fits. */
const SIDES = [2_048, 1_024, 512] as const;
/** Pictures drawn at the same time; they use threads and memory that others need too. */
const AT_ONCE = 2;
const SECONDS = 10;

/** By their first bytes. SVG, HTML and whatever else libvips can read do not get that far. */
const BEGINNINGS: readonly [format: string, looksSo: (head: string) => boolean][] = [
  ['jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['gif', (head) => /^GIF8[79]a/.test(head)],
  ['webp', (head) => /^RIFF[^]{4}WEBP/.test(head)],
];
const LOADERS = ['Jpeg', 'Png', 'Nsgif', 'Webp'].map((format) => `VipsForeignLoad${format}Buffer`);

/** Draws pictures anew with libvips, on its own threads. What has transparency becomes PNG, all else JPEG. */
@Injectable()
export class SharpPictures extends Pictures {
  private loading: Promise<Sharp> | null = null;
  private readonly turns = new Semaphore(AT_ONCE);

  clean(file: Buffer): Promise<CleanPicture> {
    const head = file.toString('latin1', 0, 16);
    const format = BEGINNINGS.find(([, looksSo]) => looksSo(head))?.[0];
    if (format === undefined) return Promise.reject(new PictureTypeUnsupported());
    return this.turns.runExclusive(async () => this.draw(await this.sharp(), file, format));
  }

  smaller(picture: Buffer, side: number): Promise<CleanPicture> {
    return this.turns.runExclusive(async () => {
      const open = this.opener(await this.sharp(), picture);
      return encode(open(), (await broken(open().metadata())).hasAlpha, side);
    });
  }

  private opener(sharp: Sharp, file: Buffer): () => Drawing {
    return () => sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1, autoOrient: true });
  }

  private async draw(sharp: Sharp, file: Buffer, format: string): Promise<CleanPicture> {
    const open = this.opener(sharp, file);
    const { width, height, hasAlpha, ...seen } = await broken(open().metadata());
    if (seen.format !== format) throw new PictureBroken();
    if (width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE) {
      throw new PictureTooDetailed(MOST_PIXELS, LONGEST_SIDE);
    }
    for (const side of SIDES) {
      const picture = await encode(open(), hasAlpha, side);
      if (picture.bytes <= MOST_BYTES) return picture;
    }
    throw new PictureTooDetailed(MOST_PIXELS, LONGEST_SIDE);
  }

  /** Loaded when the first picture comes: a start has no need of it. */
  private sharp(): Promise<Sharp> {
    this.loading ??= import('sharp').then(({ default: sharp }) => {
      sharp.cache(false);
      sharp.concurrency(1);
      sharp.block({ operation: ['VipsForeignLoad'] });
      sharp.unblock({ operation: LOADERS });
      return sharp;
    });
    return this.loading;
  }
}

async function encode(drawing: Drawing, hasAlpha: boolean, side: number): Promise<CleanPicture> {
  const size = { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const;
  const drawn = drawing.timeout({ seconds: SECONDS }).resize(size);
  const encoded = hasAlpha ? drawn.png() : drawn.jpeg({ quality: 85, chromaSubsampling: '4:4:4' });
  const { data: content, info } = await broken(encoded.toBuffer({ resolveWithObject: true }));
  const digest = createHash('sha256').update(content).digest('hex');
  const { width, height } = info;
  return { content, type: hasAlpha ? 'image/png' : 'image/jpeg', bytes: content.length, width, height, digest };
}

/** What libvips says of a file is of use to nobody who sent it. */
async function broken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && /pixel limit/.test(error.message)) {
      throw new PictureTooDetailed(MOST_PIXELS, LONGEST_SIDE);
    }
    throw new PictureBroken();
  }
}
