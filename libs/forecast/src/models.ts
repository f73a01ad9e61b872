import { holtWinters } from './holt-winters.js';
import { lstm } from './lstm.js';
import type { Model } from './model.js';
import { seasonalNaive, weeklyMedian } from './same-hours.js';

/** From the simplest on: of two that are as good the first is taken. */
export async function availableModels(): Promise<readonly Model[]> {
  const network = await lstm();
  return [seasonalNaive, weeklyMedian, holtWinters, ...(network ? [network] : [])];
}
