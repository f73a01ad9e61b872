import { StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import { InvalidRequest } from '../answers/generic-errors.js';

/** Checks `@Body({ schema })`, `@Query({ schema })` and the like; says everything that is wrong, with its path. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({ exceptionFactory: invalidRequest });
}

const MOST_ERRORS = 50;

/** As every kind of schema has it (https://standardschema.dev). */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a schema found wrong, as the client hears of it. */
export function invalidRequest(issues: readonly Issue[]): InvalidRequest {
  return new InvalidRequest(
    issues.slice(0, MOST_ERRORS).map(({ path = [], message }) => ({
      path: path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
      message,
    })),
  );
}

/** A body: fields it does not name are refused. */
export const body = <S extends z.core.$ZodLooseShape>(shape: S) => z.strictObject(shape);

/** Text for people: counted in UTF-16 units as in JavaScript, well-formed, without control characters but tab and new line. */
export const text = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((value) => value.isWellFormed() && !CONTROL.test(value), 'contains characters that are not allowed');

const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** An opaque id in a body or a query: any short printable ASCII. Whether it exists is another question. */
export const id = z.string().regex(/^[\x21-\x7e]{1,64}$/, 'is not an id');

/** Integer fen. */
export const fen = z.int().min(0);

/** ISO 8601 in UTC with milliseconds, in answers. */
export const time = z.iso.datetime({ precision: 3 });
