/**
 * Splits fen in proportion to weights, by the largest remainder: the shares add up to `amountFen` to the fen, none is
 * more than its weight, and of equal remainders the earlier one is served.
 * @param amountFen at most the sum of the weights
 * @param weights integers, none negative
 */
export function splitFen(amountFen: number, weights: readonly number[]): readonly number[] {
  // BigInt: a product of two amounts is more than a double holds exactly.
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(amountFen) * BigInt(weight));
  const shares = exact.map((product) => Number(product / whole));
  const left = amountFen - shares.reduce((sum, share) => sum + share, 0);
  const served = new Set(
    exact
      .map((product, at) => ({ at, remainder: product % whole }))
      .sort((a, b) => Number(b.remainder - a.remainder))
      .slice(0, left)
      .map(({ at }) => at),
  );
  return shares.map((share, at) => (served.has(at) ? share + 1 : share));
}
