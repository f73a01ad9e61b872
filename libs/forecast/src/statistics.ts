/** The value below which this share (0–1) of the values is, between neighbours by straight line. @param values one at least */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = share * (sorted.length - 1);
  const [below = NaN, above = below] = sorted.subarray(Math.floor(at));
  return below + (above - below) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const isKnown = (load: number | null | undefined): load is number => typeof load === 'number';
