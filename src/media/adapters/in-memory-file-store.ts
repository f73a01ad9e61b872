import { Readable } from 'node:stream';
import { refuseInsideTransaction } from '#platform/database';
import { FileStore, mustBeFileName, type StoredFile } from '../application/file-store.js';
import { PicturesUnavailable } from '../domain/errors.js';

export class InMemoryFileStore extends FileStore {
  readonly files = new Map<string, Buffer>();
  isAway = false;
  /** Names of files that cannot be deleted. */
  readonly stuck = new Set<string>();
  /** Called before each file that is written is there. */
  beforePut: () => Promise<void> = async () => {};

  async put(name: string, content: Buffer): Promise<void> {
    this.answer(name);
    await this.beforePut();
    this.files.set(name, content);
  }

  async open(name: string): Promise<StoredFile | null> {
    this.answer(name);
    const content = this.files.get(name);
    return content ? { bytes: content.length, stream: Readable.from([content]) } : null;
  }

  async delete(name: string): Promise<void> {
    this.answer(name);
    if (this.stuck.has(name)) throw new PicturesUnavailable();
    this.files.delete(name);
  }

  private answer(name: string): void {
    refuseInsideTransaction();
    mustBeFileName(name);
    if (this.isAway) throw new PicturesUnavailable();
  }
}
