import { z } from 'zod';
import { body, text, time } from '#platform/http';

const name = text(1, 100);

export const newSampleThing = body({ name });
export const sampleThingChanges = body({ name }).partial();
export const sampleThingView = z.object({ id: z.string(), name: z.string(), createdAt: time });

export type NewSampleThing = z.output<typeof newSampleThing>;
export type SampleThingChanges = z.output<typeof sampleThingChanges>;
