import { language } from './texts.js';

export const yuan = (fen) => `${fen < 0 ? '−' : ''}¥${Math.abs(fen / 100).toFixed(2)}`;

const locale = () => (language() === 'zh' ? 'zh-CN' : 'en-GB');

/** 14:03:07 */
export const clockTime = (at) => new Date(at).toLocaleTimeString(locale(), { hour12: false });

/** 14:03:07.120 */
export const exactTime = (at) => `${clockTime(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`;

export const dateTime = (at) =>
  new Date(at).toLocaleString(locale(), {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });

/** 4.2 ms, 38 ms, 1.2 s, 3 min, 10 d; 1.2 秒, 3 分钟, 10 天 */
export function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  const [s, min, h, d] = language() === 'zh' ? ['秒', '分钟', '小时', '天'] : ['s', 'min', 'h', 'd'];
  if (ms < 10) return `${Math.round(ms * 10) / 10} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} ${s}`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} ${min}`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} ${h}` : `${Math.round(ms / 86_400_000)} ${d}`;
}

/** What tells an id apart: ids begin with the time they were made. */
export const shortId = (id) => (id.length > 8 ? id.slice(-6) : id);

/** 26 Nov 2026 */
export const date = (at) => new Date(at).toLocaleDateString(locale(), { dateStyle: 'medium' });
