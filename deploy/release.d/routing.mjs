/** Which slot is live, and the share of shoppers (0 to 100) the canary serves: all that a release changes. */
export const SLOTS = ['blue', 'green'];

/** @returns {{ live: string, share: number }} from lines of key and value, such as release.map's; absent ones as the gateway takes them */
export function parseRouting(lines) {
  const values = Object.fromEntries(lines.map((line) => line.trim().split(/\s+/)));
  const share = Number(values.share ?? 0);
  return {
    live: SLOTS.includes(values.live) ? values.live : 'blue',
    share: Number.isInteger(share) ? share : 0,
  };
}

export const renderRouting = ({ live, share }) =>
  `# Which slot is live, and the share of shoppers in percent that the canary serves. deploy/release writes it.\nlive ${live}\nshare ${share}\n`;

export const sameRouting = (a, b) => a.live === b.live && a.share === b.share;

export const otherSlot = (slot) => (slot === 'blue' ? 'green' : 'blue');
