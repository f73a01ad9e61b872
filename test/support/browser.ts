import { chromium, type Browser } from 'playwright-core';
import { findProgram } from './programs.js';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser that is installed; null when none is, which is said, and with CI=true is an error. */
export const findBrowser = (): string | null =>
  findProgram(names, { suite: 'the page’s browser test', install: 'chromium' });

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}
