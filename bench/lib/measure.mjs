/** The middle of numbers; of an even count the mean of the two in the middle. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Nearest rank; `share` of 0.99 is the 99th percentile. */
export function percentile(numbers, share) {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/**
 * Measures two things in turns, A B A B …, so that whatever else the machine does hits both. A first turn of each is
 * thrown away: it warms up.
 * @param measure makes one measurement of what it is given
 * @returns what was measured of each, round by round
 */
export async function inTurns(rounds, ours, peer, measure) {
  const measured = { ours: [], peer: [] };
  for (let round = 0; round <= rounds; round++) {
    const pair = { ours: await measure(ours), peer: await measure(peer) };
    if (round === 0) continue;
    measured.ours.push(pair.ours);
    measured.peer.push(pair.peer);
  }
  return measured;
}

/** How many times longer ours takes: the median of the rounds' own ratios, so that a slow second weighs on one alone. */
export function ratioOf(ours, peer) {
  return median(ours.map((time, round) => time / peer[round]));
}
