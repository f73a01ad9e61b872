import { z } from 'zod';
import type { Erasure } from '#platform/crypto';
import { isId } from '#platform/http';
import { Refusal } from '../refusal.js';

const line = z.strictObject({ userId: z.string().refine(isId), erasedAt: z.iso.datetime() });

/** One line of the ledger outside the database: JSON without its line break. */
export function erasureLine({ personId, erasedAt }: Erasure): string {
  return JSON.stringify({ userId: personId, erasedAt });
}

/**
 * Reads what `erasureLine` wrote, line by line.
 * @throws Refusal that names the line which is none; a ledger that was cut off must not be taken for a whole one
 */
export function parseErasures(text: string): Erasure[] {
  return (
    text
      .split('\n')
      .map((content, at) => ({ content: content.trim(), number: at + 1 }))
      // `npm run` says above a command's output what it runs.
      .filter(({ content }) => content !== '' && !content.startsWith('>'))
      .map(({ content, number }) => {
        const { success, data } = line.safeParse(jsonOrNull(content));
        if (!success)
          throw new Refusal(
            `Line ${number} of the ledger of erasures is none: nothing has been replayed. Take the whole file that erasures:export wrote`,
          );
        return { personId: data.userId, erasedAt: new Date(data.erasedAt) };
      })
  );
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
