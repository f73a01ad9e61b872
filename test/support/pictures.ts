import sharp, { type Sharp } from 'sharp';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture of one colour, to be encoded. */
export function plain({ width, height }: Size = { width: 60, height: 40 }, alpha = 1): Sharp {
  const background = { r: 200, g: 30, b: 90, alpha };
  return sharp({ create: { width, height, channels: alpha === 1 ? 3 : 4, background } });
}

export function aJpeg(size?: Size): Promise<Buffer> {
  return plain(size).jpeg().toBuffer();
}

/** What no encoder makes small. */
export function noise({ width, height }: Size, channels: 3 | 4 = 3): Sharp {
  const raw = Buffer.alloc(width * height * channels);
  let seed = 1;
  for (let at = 0; at < raw.length; at++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    raw[at] = seed >>> 24;
  }
  return sharp(raw, { raw: { width, height, channels } });
}

/** What an EXIF block says of who took a picture, and where. */
export function withExif(picture: Sharp, words: string, orientation?: number): Promise<Buffer> {
  const IFD3 = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '30/1 15/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '120/1 9/1 0/1',
  };
  return picture
    .withExif({ IFD0: { Artist: words, ImageDescription: words, Make: 'Phone' }, IFD3 })
    .withMetadata(orientation === undefined ? {} : { orientation })
    .jpeg()
    .toBuffer();
}

/** A form as wx.uploadFile sends it. */
export function formOf(
  content: Buffer | string,
  { name = 'file', type = 'image/jpeg', filename = 'a.jpg' } = {},
): FormData {
  const form = new FormData();
  form.append(name, new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type }), filename);
  return form;
}
