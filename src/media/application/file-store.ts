import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { PictureType } from '../domain/picture.js';

export interface StoredFile {
  readonly bytes: number;
  readonly stream: Readable;
}

/**
 * Where the files of pictures are. Not inside a transaction. Every method throws PicturesUnavailable when the store does
 * not do what it is asked; what was asked may have been done all the same.
 */
export abstract class FileStore {
  /** Once it resolves the file is there, whole, whatever happens to this process or its machine. */
  abstract put(name: string, content: Buffer, type: PictureType): Promise<void>;

  /** Null: there is no such file. The stream is to be read or destroyed. */
  abstract open(name: string): Promise<StoredFile | null>;

  /** Afterwards there is no such file, as there may have been none before. */
  abstract delete(name: string): Promise<void>;
}

/** 128 random bits: who was not told an address does not find it. */
export function newFileName(type: PictureType): string {
  return `${randomBytes(16).toString('hex')}.${type === 'image/png' ? 'png' : 'jpg'}`;
}

const STORED = /^[0-9a-f]{32}\.(jpg|png)$/;

/** Whether a file could be called so; nothing else ever becomes part of a path. */
export function isFileName(name: string): boolean {
  return STORED.test(name);
}

/** @throws Error */
export function mustBeFileName(name: string): void {
  if (!isFileName(name)) throw new Error('This is no name of a picture’s file');
}
