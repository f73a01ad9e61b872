import { yuanOf } from '../../domain/yuan.js';

/** `¥1,234.56`. */
export function yuanText(fen: number): string {
  return `¥${grouped(yuanOf(fen))}`;
}

export function countText(count: number): string {
  return grouped(String(count));
}

function grouped(text: string): string {
  return text.replace(/^\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ','));
}
