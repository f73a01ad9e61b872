import { escaped } from './html.js';
import { yuanText } from './numbers.js';
import type { PageTexts } from './texts.js';

/** Of the drawing, which is stretched to the width there is: whatever is to be read stands beside it. */
const WIDTH = 240;
const HEIGHT = 100;
const SLOT = WIDTH / 24;
const GAP = 1.5;

/** Bars of 24 hours in fen, as a figure with its title; what it shows is in the table as well. */
export function barsByHour(kind: 'sales' | 'refunds', title: string, fen: readonly number[], texts: PageTexts): string {
  const most = Math.max(...fen);
  const hour = fen.indexOf(most);
  const label = most === 0 ? texts.emptyChart(title) : texts.chart(title, yuanText(most), hourText(hour));
  const bars = fen.map((value, at) => bar(value, most, at)).join('');
  return `<figure class="${kind}"><figcaption><h3>${escaped(title)}</h3><span>${escaped(texts.atMost(yuanText(most)))}</span></figcaption>
<svg role="img" aria-label="${escaped(label)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
<path class="grid" d="M0 .5H${WIDTH}M0 50H${WIDTH}" fill="none"/>${bars}</svg>
<div class="axis" aria-hidden="true"><span>0</span><span>6</span><span>12</span><span>18</span><span>24</span></div></figure>`;
}

export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** What there is can be seen, however little. */
function bar(fen: number, most: number, at: number): string {
  if (fen === 0) return '';
  const height = Math.max(1, (fen / most) * HEIGHT);
  const [x, y] = [at * SLOT + GAP / 2, HEIGHT - height].map((value) => value.toFixed(2));
  return `<rect x="${x}" y="${y}" width="${SLOT - GAP}" height="${height.toFixed(2)}"><title>${hourText(at)} ${yuanText(fen)}</title></rect>`;
}
