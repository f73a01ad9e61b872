import { createHash } from 'node:crypto';

export const STYLE = `
:root { color-scheme: light dark;
  --page: #f6f7f8; --card: #ffffff; --ink: #16201b; --soft: #55605a; --line: #dde2df; --sales: #0b7f48; --refunds: #b04a06; }
@media (prefers-color-scheme: dark) { :root {
  --page: #101412; --card: #191f1c; --ink: #eaf0ec; --soft: #a5b1aa; --line: #333c37; --sales: #43c98a; --refunds: #f0a25c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.5;
  font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
main { padding-bottom: 3rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 0 0 .75rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: .95rem; font-weight: 600; }
header p { margin: .25rem 0 0; color: var(--soft); }
header .day { color: var(--ink); font-size: 1.1rem; }
section { margin-top: 1.25rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 1.1rem 1rem; margin: 0; }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.first { grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); }
.first dd { font-size: 1.7rem; line-height: 1.3; }
dl + dl { margin-top: 1.1rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
figure { margin: 0 0 1.5rem; }
figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin-bottom: .5rem; }
figcaption span, .axis { color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums; }
svg { display: block; width: 100%; height: 9rem; border-bottom: 1px solid var(--soft); }
.refunds svg { height: 5rem; }
.grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.sales rect { fill: var(--sales); } .refunds rect { fill: var(--refunds); }
.axis { display: flex; justify-content: space-between; padding-top: .25rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); font-size: .85rem; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
.n { padding-right: 0; padding-left: .75rem; text-align: right; white-space: nowrap; }
.w { min-width: 9rem; overflow-wrap: anywhere; } .v { min-width: 5.5rem; overflow-wrap: anywhere; } .s { white-space: nowrap; }
summary { cursor: pointer; padding: .25rem 0; }
summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--sales); outline-offset: 2px; }
.notes { margin: 0; padding-left: 1.25rem; color: var(--soft); font-size: .9rem; }
.notes li + li { margin-top: .4rem; }
p { margin: .75rem 0 0; }
.out { color: var(--refunds); font-weight: 600; }
@media (max-width: 30rem) { header, main { padding-left: .75rem; padding-right: .75rem; } section { padding: 1rem; }
  .first { grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); } .first dd { font-size: 1.35rem; }
  table { font-size: .9rem; } th, td { padding-right: .5rem; } .n { padding-left: .5rem; } .w { min-width: 6.5rem; } .v { min-width: 3.5rem; } }
@media print { :root { color-scheme: light; --page: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --sales: #0b7f48; --refunds: #b04a06; }
  html, body { font-size: 12px; } section { border: 0; padding: .5rem 0; } svg, rect { print-color-adjust: exact; } th, td { padding-top: .25rem; padding-bottom: .25rem; }
  dl, figure, tr, .notes { break-inside: avoid; } h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } summary { display: none; } .scroll { overflow: visible; } }
`;

const digest = createHash('sha256').update(STYLE).digest('base64');

/** Nothing but this style: no script, no picture, nothing from anywhere. A copy on a disk says so itself. */
export const POLICY = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
