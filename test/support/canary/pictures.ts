import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from '../api.js';
import { formOf, plain, withExif } from '../pictures.js';
import type { Written } from './canaries.js';
import type { World } from './world.js';

/** A picture that tells who took it where, looked at as anybody would. */
export async function uploadPicture({ canaries }: World, shopper: Api): Promise<void> {
  const words = canaries.text('words within a picture');
  const file = Buffer.concat([await withExif(plain(), words), Buffer.from(canaries.text('words after a picture'))]);
  const filename = `${canaries.text('name of the file of a picture')}.jpg`;
  const form = formOf(file, { filename, type: `image/${canaries.text('type of the file of a picture')}` });
  const { status, data } = await shopper.call<{ url: string }>('POST', '/uploads', { form });
  if (status !== 201) throw new Error(`The picture was refused with ${status}`);
  const picture = await fetch(data.url);
  if (!picture.ok) throw new Error(`The picture is not shown, but answered with ${picture.status}`);
}

/** Files that are no pictures, and forms that are none. */
export async function uploadNonsense({ canaries }: World, shopper: Api): Promise<void> {
  const typed = (where: string) => canaries.text(`typed into ${where}`);
  const upload = (form: FormData) => shopper.call('POST', '/uploads', { form });
  await upload(formOf(typed('a file that is no picture')));
  await upload(formOf(Buffer.from(`\xff\xd8\xff${typed('a broken picture')}`, 'latin1')));
  await upload(formOf('x', { name: typed('the name of a field'), filename: typed('the name of a file') }));
  const more = formOf('x');
  more.append(typed('the name of another field'), typed('another field'));
  await upload(more);
  await shopper.delete(`/uploads/${typed('the name of a picture')}`);
  await shopper.get(`/uploads/${typed('the address of a picture')}`);
}

/** All that is kept of pictures on the disk. */
export function files(folder: string): Written[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ place: 'files', text: readFileSync(join(parentPath, name), 'latin1') }));
}
