import type { BeijingDay } from '#kernel';
import type { MadeReport } from '../../domain/daily-report.js';
import { averageFen, type Figures } from '../../domain/figures.js';
import { barsByHour, hourText } from './charts.js';
import { escaped } from './html.js';
import { countText, yuanText } from './numbers.js';
import { POLICY, STYLE } from './style.js';
import { type Language, type PageTexts, TEXTS } from './texts.js';

/** A report for people: one page that needs nothing else. It is as long as its figures, which are bounded. */
export function* reportPage(day: BeijingDay, { figures, at }: MadeReport, language: Language): Generator<string> {
  const texts = TEXTS[language];
  yield `<!doctype html>
<html lang="${texts.lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escaped(`${texts.title} ${day.text}`)}</title><style>${STYLE}</style></head>
<body><header><h1>${escaped(texts.title)}</h1>
<p class="day"><time datetime="${day.text}">${escaped(texts.day(day.start))}</time></p>
<p><time datetime="${at.toISOString()}">${escaped(texts.madeAt(at))}</time></p></header><main>
`;
  yield section('figures', texts.figures, overview(figures, texts));
  yield section('hours', texts.byHour, hours(figures, texts));
  yield section('best', texts.bestSellers, bestSellers(figures, texts));
  yield section('outs', texts.stockOuts, stockOuts(figures, texts));
  yield section(
    'about',
    texts.about,
    `<ul class="notes">${texts.notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>`,
  );
  yield '</main></body></html>\n';
}

function section(id: string, heading: string, content: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(heading)}</h2>${content}</section>\n`;
}

function overview(figures: Figures, texts: PageTexts): string {
  const average = averageFen(figures);
  const first = [
    [texts.revenue, yuanText(figures.revenueFen)],
    [texts.orders, countText(figures.orders)],
    [texts.average, average === null ? '–' : yuanText(average)],
    [texts.refunded, yuanText(figures.refundedFen)],
  ] as const;
  const others = [
    [texts.units, countText(figures.units)],
    [texts.discount, yuanText(figures.discountFen)],
    [texts.freight, yuanText(figures.freightFen)],
    [texts.newCustomers, countText(figures.newCustomers)],
    [texts.returningCustomers, countText(figures.returningCustomers)],
    [texts.refundCount, countText(figures.refunds)],
    [texts.stockOuts, countText(figures.stockOuts)],
  ] as const;
  const list = (pairs: readonly (readonly [string, string])[], kind: string) =>
    `<dl class="${kind}">${pairs.map(([term, value]) => `<div><dt>${escaped(term)}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
  return list(first, 'first') + list(others, 'others');
}

function hours({ hours: all }: Figures, texts: PageTexts): string {
  const charts =
    barsByHour(
      'sales',
      texts.revenueByHour,
      all.map(({ revenueFen }) => revenueFen),
      texts,
    ) +
    barsByHour(
      'refunds',
      texts.refundsByHour,
      all.map(({ refundedFen }) => refundedFen),
      texts,
    );
  const rows = all.map((hour, at) => [
    hourText(at),
    countText(hour.orders),
    yuanText(hour.revenueFen),
    yuanText(hour.discountFen),
    countText(hour.refunds),
    yuanText(hour.refundedFen),
  ]);
  const headings = [texts.hour, texts.orders, texts.revenue, texts.discount, texts.refundCount, texts.refunded];
  const counted = table(texts.byHour, headings, rows, { columns: ['s'] });
  return `${charts}<details><summary>${escaped(texts.asTable)}</summary>${counted}</details>`;
}

function bestSellers({ bestSellers: best }: Figures, texts: PageTexts): string {
  if (best.length === 0) return `<p>${escaped(texts.nothingSold)}</p>`;
  const rows = best.map(({ productName, skuName, units, revenueFen }, at) => [
    countText(at + 1),
    productName,
    skuName,
    countText(units),
    yuanText(revenueFen),
  ]);
  const headings = [texts.rank, texts.product, texts.variant, texts.units, texts.revenue];
  return table(texts.bestSellers, headings, rows, { columns: ['s', 'w', 'v'] });
}

function stockOuts({ stockOuts: count, shownStockOuts: shown }: Figures, texts: PageTexts): string {
  if (count === 0) return `<p>${escaped(texts.noStockOuts)}</p>`;
  const rows = shown.map(({ productName, skuName, time, times, isOut }) => [
    time,
    productName ?? texts.deletedProduct,
    skuName ?? '–',
    isOut ? texts.out : texts.back,
    countText(times),
  ]);
  const headings = [texts.time, texts.product, texts.variant, texts.state, texts.times];
  const more = count > shown.length ? `<p>${escaped(texts.moreStockOuts(count - shown.length))}</p>` : '';
  return table(texts.stockOuts, headings, rows, { columns: ['s', 'w', 'v', 's'], marked: texts.out }) + more;
}

interface TableForm {
  /** Of the first columns: short words, the product, its variant. All others are numbers. */
  readonly columns: readonly ('s' | 'w' | 'v')[];
  /** A value that is to be seen at once. */
  readonly marked?: string;
}

/** What is too wide for a phone can be scrolled, with the keyboard as well. */
function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  { columns, marked }: TableForm,
): string {
  const classOf = (at: number, value = '') => ` class="${columns[at] ?? 'n'}${value === marked ? ' out' : ''}"`;
  const head = headings.map((heading, at) => `<th scope="col"${classOf(at)}>${escaped(heading)}</th>`).join('');
  const body = rows.map((cells) => {
    const [first = '', ...others] = cells;
    const rest = others.map((cell, at) => `<td${classOf(at + 1, cell)}>${escaped(cell)}</td>`).join('');
    return `<tr><th scope="row"${classOf(0)}>${escaped(first)}</th>${rest}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption>
<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
