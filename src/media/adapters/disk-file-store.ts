import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { refuseInsideTransaction } from '#platform/database';
import { FileStore, mustBeFileName, type StoredFile } from '../application/file-store.js';
import { PicturesUnavailable } from '../domain/errors.js';

/** Files in a folder, spread over 256 folders in it. Processes that share the pictures share the folder. */
export class DiskFileStore extends FileStore {
  private readonly log = new Logger(DiskFileStore.name);

  constructor(private readonly folder: string) {
    super();
  }

  /** Written under another name first: nobody ever opens half a file. */
  async put(name: string, content: Buffer): Promise<void> {
    const { path, unfinished } = this.placesOf(name);
    await this.attempt(async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await using(await open(unfinished, 'w', 0o600), async (file) => {
        await file.writeFile(content);
        await file.sync();
      });
      await rename(unfinished, path);
      await using(await open(dirname(path), 'r'), (folder) => folder.sync());
    });
  }

  async open(name: string): Promise<StoredFile | null> {
    const { path } = this.placesOf(name);
    return this.attempt(async () => {
      const file = await open(path, 'r').catch(nullWhenMissing);
      if (!file) return null;
      const { size } = await file.stat().catch(async (error: unknown) => {
        await file.close();
        throw error;
      });
      return { bytes: size, stream: file.createReadStream() };
    });
  }

  async delete(name: string): Promise<void> {
    const { path, unfinished } = this.placesOf(name);
    await this.attempt(async () => {
      await rm(unfinished, { force: true });
      await rm(path, { force: true });
    });
  }

  private placesOf(name: string): { path: string; unfinished: string } {
    refuseInsideTransaction();
    mustBeFileName(name);
    const folder = join(this.folder, name.slice(0, 2));
    return { path: join(folder, name), unfinished: join(folder, `.${name}.unfinished`) };
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.log.error(`The disk refuses a picture: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
      throw new PicturesUnavailable();
    }
  }
}

async function using(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

function nullWhenMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return null;
}
