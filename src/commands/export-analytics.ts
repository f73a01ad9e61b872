import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { BeijingDay } from '#kernel';
import { ExportAnalytics } from '../order/index.js';
import { commandArguments } from './command-arguments.js';
import { runCommand } from './run-command.js';

const USAGE = `npm run export:analytics --silent [-- --from 2026-11-01 --to 2026-12-01 --min-people 10]
Days are those of Beijing, the last one is not part of it; --min-people is 2 or more`;

/** A day begins at midnight in Beijing. */
const day = z.iso.date().transform((date) => BeijingDay.from(date).start);
const request = z.object({
  from: day.default(() => new Date(0)),
  to: day.default(() => new Date()),
  minPeople: z.coerce.number().int().min(2).default(10),
});

/** Prints the orders of a period without the people: JSON lines on standard output. The last day is not part of it. */
const { from, to, minPeople } = readArguments();
await runCommand('export:analytics', async (app) => {
  const orders = app.get(ExportAnalytics).execute({ from, to, minPeople });
  await pipeline(Readable.from(linesOf(orders)), process.stdout, { end: false });
});

async function* linesOf(records: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}

function readArguments(): z.output<typeof request> {
  const one = { type: 'string' } as const;
  const { values } = commandArguments(USAGE, { from: one, to: one, 'min-people': one });
  const { success, data } = request.safeParse({ ...values, minPeople: values['min-people'] });
  if (success) return data;
  console.error(`Usage: ${USAGE}`);
  process.exit(1);
}
